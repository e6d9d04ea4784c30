/**
 * `npm run bench:typing`: how long an editor waits for the lenses of a 3,000-line file after each key, while the critic
 * server judges it and while it does not, and what the server's memory is before and after.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Editor } from '../test/process/critic-editor.ts';
import { openCritics } from '../test/process/critic-support.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { mostFunctions, sourceOf } from './keys/source.ts';
import { mebibytes, print, printTable, type Cell } from './table.ts';

const uri = 'file:///project/long.py';
const keys = 200;
const pauseMs = 20;

const source = sourceOf(0, mostFunctions).text;

/** Of the server alone, as the system sees it; NaN where it does not tell. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN);
}

/** Types so many keys into a function, and asks for the lenses after each. */
async function type(editor: Editor): Promise<number[]> {
  const waits: number[] = [];
  for (let count = 0; count < keys; count++) {
    const began = performance.now();
    await editor.edit(uri, [3, 26 + count], [3, 26 + count], 'x');
    const lenses = await editor.lenses(uri);
    waits.push(performance.now() - began);
    if (lenses.length !== mostFunctions) throw new Error(`There are ${lenses.length} lenses.`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await editor.edit(uri, [3, 26], [3, 26 + keys], '');
  return waits.toSorted((one, other) => one - other);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;

await using critics = await openCritics();
await using folder = await temporaryFolder();
const rows: Cell[][] = [['', 'ms p50', 'ms p95', 'ms most', 'judged meanwhile', 'memory after']];
for (const { about, critic } of [
  { about: 'no critic', critic: null },
  { about: 'judging continuously', critic: critics.critic },
]) {
  await using editor = await Editor.start(folder.path, { critic, when: 'continuous' });
  await editor.open(uri, source);
  await editor.lenses(uri);
  if (critic !== null) await editor.untilState(({ waiting }) => waiting > 0);
  const left = async (): Promise<number> =>
    (await editor.verdicts(uri)).filter(({ state }) => state === 'checking').length;
  const before = await left();
  const waits = await type(editor);
  const judged = before - (await left());
  rows.push([
    about,
    at(waits, 0.5),
    at(waits, 0.95),
    at(waits, 1),
    String(judged),
    mebibytes(await residentBytes(editor.server.pid)),
  ]);
}
printTable(
  `Lenses of ${mostFunctions} functions in 3,000 lines after each of ${keys} keys, ${availableParallelism()} cores`,
  rows,
);
print('An editor asks in the background: typing itself never waits for the answer.');
