/**
 * `npm run bench:keys -- [rounds]`: from a key to its paint in the workbench, in a file of 3,000 lines, with the extension
 * disabled and with a critic that judges continuously; both windows take turns in one browser and on one server.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openWorkshop } from '../test/support/critic.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { openBrowser } from '../test/vscode/harness/browser.ts';
import { startServer } from '../test/vscode/harness/server.ts';
import { skipWithoutWorkbench } from '../test/vscode/harness/tools.ts';
import { packOwn } from '../test/vscode/ui/vsix.ts';
import { baseModelDirectory } from '../trainer/starter/base/directory.ts';
import { functionCount } from './keys/source.ts';
import { makeWorkspace, Typist, verdictsIn } from './keys/typist.ts';
import { print, printTable, type Cell } from './table.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const rounds = Number(positionals[0] ?? 8);
const keys = 60;

const reason = skipWithoutWorkbench();
if (reason !== false) throw new Error(reason);

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;

const row = (about: string, sorted: readonly number[]): Cell[] => [
  about,
  sorted.length,
  ...[0.5, 0.95, 0.99, 1].map((share) => at(sorted, share)),
];

await using folder = await temporaryFolder();
await using workshop = await openWorkshop();
await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 96 });
const { vsix } = await packOwn(folder.path);
await using server = await startServer({ vsix, settings: { 'critiqueCoder.critique.when': 'continuous' } });
await using browser = await openBrowser();
const open = async (name: string, disabled: boolean): Promise<Typist> => {
  const workspace = join(folder.path, name);
  await makeWorkspace(workspace, rounds, workshop.input.directory);
  return await Typist.open(browser, server, workspace, disabled);
};
const [without, judging] = [await open('without', true), await open('judging', false)];

const waits: { readonly without: number[]; readonly judging: number[] } = { without: [], judging: [] };
let checks = 0;
for (let round = 0; round < rounds; round++) {
  const alone = async (): Promise<void> => {
    await without.begin(round, false);
    waits.without.push(...(await without.type(keys)));
    await without.end(false);
  };
  const judged = async (): Promise<void> => {
    await judging.begin(round, true);
    const before = await verdictsIn(server);
    waits.judging.push(...(await judging.type(keys)));
    checks += (await verdictsIn(server)) - before;
    await judging.end(true);
  };
  // Whoever comes first in one round comes last in the next.
  for (const turn of round % 2 === 0 ? [alone, judged] : [judged, alone]) await turn();
}

const sorted = {
  without: waits.without.toSorted((one, other) => one - other),
  judging: waits.judging.toSorted((one, other) => one - other),
};
printTable(
  `From key to paint, ${functionCount} functions in 3,000 lines, ${rounds} rounds, ${availableParallelism()} cores`,
  [
    ['', 'keys', 'ms p50', 'ms p95', 'ms p99', 'ms most'],
    row('extension disabled', sorted.without),
    row('judging continuously', sorted.judging),
  ],
);
const ratio = (share: number): string => (at(sorted.judging, share) / at(sorted.without, share)).toFixed(2);
print(`Ratio: p50 ${ratio(0.5)}, p95 ${ratio(0.95)}, p99 ${ratio(0.99)}. Checks meanwhile: ${checks}.`);
if (checks === 0) throw new Error('Nothing was judged meanwhile, so nothing was measured.');
