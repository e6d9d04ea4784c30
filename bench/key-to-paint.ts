/**
 * `npm run bench:keys -- [rounds] [functions]`: from a key to its paint in the workbench, in a file of 3,000 lines, with the
 * extension disabled and with a critic that judges continuously; between them, as a peer, an extension that shows as
 * many lenses and does nothing. The windows take turns in one browser.
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
import { packBare } from './keys/bare.ts';
import { usualFunctions } from './keys/source.ts';
import { makeWorkspace, Typist, verdictsIn, type Reader } from './keys/typist.ts';
import { print, printTable, type Cell } from './table.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const rounds = Number(positionals[0] ?? 8);
const functions = Number(positionals[1] ?? usualFunctions);
const keys = 60;

const reason = skipWithoutWorkbench();
if (reason !== false) throw new Error(reason);

await using folder = await temporaryFolder();
await using workshop = await openWorkshop();
await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 96 });
const { vsix } = await packOwn(folder.path);
await using server = await startServer({ vsix, settings: { 'critiqueCoder.critique.when': 'continuous' } });
await using bareServer = await startServer({ vsix: await packBare(folder.path) });
await using browser = await openBrowser();

interface Contestant {
  readonly about: string;
  readonly typist: Typist;
  readonly waits: number[];
}

async function enter(reader: Reader, about: string): Promise<Contestant> {
  const workspace = join(folder.path, reader);
  await makeWorkspace(workspace, { rounds, functions, critic: workshop.input.directory });
  const serves = reader === 'bare' ? bareServer : server;
  return { about, typist: await Typist.open(browser, serves, workspace, reader, functions), waits: [] };
}

const disabled = await enter('disabled', 'extension disabled');
const bare = await enter('bare', 'as many lenses that say nothing');
const judging = await enter('critic', 'judging continuously');

let checks = 0;
for (let round = 0; round < rounds; round++) {
  const order = [disabled, bare, judging];
  // Whoever comes first in one round comes last in the next.
  for (const { typist, waits } of round % 2 === 0 ? order : order.toReversed()) {
    await typist.begin(round);
    const before = await verdictsIn(server);
    waits.push(...(await typist.type(round, keys)));
    checks += (await verdictsIn(server)) - before;
    await typist.end();
  }
}

const at = ({ waits }: Contestant, share: number): number =>
  waits.toSorted((one, other) => one - other)[Math.floor(share * (waits.length - 1))] ?? NaN;

const row = (contestant: Contestant): Cell[] => [
  contestant.about,
  contestant.waits.length,
  ...[0.5, 0.95, 0.99, 1].map((share) => at(contestant, share)),
];

printTable(
  `From key to paint, ${functions} functions in 3,000 lines, ${rounds} rounds, ${availableParallelism()} cores`,
  [['', 'keys', 'ms p50', 'ms p95', 'ms p99', 'ms most'], ...[disabled, bare, judging].map(row)],
);
const ratios = (peer: Contestant): string =>
  [0.5, 0.95, 0.99]
    .map((share) => `p${100 * share} ${(at(judging, share) / at(peer, share)).toFixed(2)}`)
    .join(', ');
print(`Judging beside ${disabled.about}: ${ratios(disabled)}. Beside ${bare.about}: ${ratios(bare)}.`);
print(`Checks meanwhile: ${checks}.`);
if (checks === 0) throw new Error('Nothing was judged meanwhile, so nothing was measured.');
