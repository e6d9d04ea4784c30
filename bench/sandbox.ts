/**
 * `npm run bench:sandbox -- [count]`: how fast the sandbox opens and executes, and what is left of its processes and
 * their memory over `count` programs in a row (10,000 unless given).
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openSandbox, type OpenSandbox } from '../trainer/sandbox/open.ts';
import { loadStarterSplit } from '../trainer/starter/load.ts';
import { grade, jobFor } from '../trainer/tasks/exercise.ts';
import { mapInOrder } from '../trainer/tasks/in-order.ts';
import { descendants } from './sandbox/processes.ts';
import { harmfulExercises, javascriptExercises, pythonExercises, type Exercise } from './sandbox/programs.ts';
import { mebibytes, print, printTable, type Cell } from './table.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const count = Number(positionals[0] ?? 10_000);
const cores = availableParallelism();
const limits = { timeMs: 1000, memoryBytes: 2 ** 27, outputBytes: 2 ** 20 };

/** One in so many programs in a row is harmful. */
const harmfulEvery = 250;

function* endless<T>(items: readonly T[]): Generator<T, never> {
  for (let index = 0; ; index++) yield items[index % items.length] as T;
}

/** Executes so many; returns the seconds it took and how many did not come out as they should. */
async function execute(
  sandbox: OpenSandbox,
  exercises: Iterator<Exercise>,
  many: number,
): Promise<{ readonly seconds: number; readonly unexpected: number }> {
  const chosen = Array.from({ length: many }, () => exercises.next().value as Exercise);
  const run = async ({ problem, program, passes }: Exercise, signal: AbortSignal): Promise<boolean> => {
    const result = grade(problem, await sandbox.run(jobFor(problem, program, limits), { signal }));
    return result.kind === 'graded' && (result.passed === result.total) === passes;
  };
  let unexpected = 0;
  const began = performance.now();
  for await (const asExpected of mapInOrder(chosen, run, 2 * cores)) if (!asExpected) unexpected += 1;
  return { seconds: (performance.now() - began) / 1000, unexpected };
}

async function benchOpening(): Promise<void> {
  const seconds = async (options: Parameters<typeof openSandbox>[0]): Promise<number> => {
    const began = performance.now();
    await using opened = await openSandbox(options);
    return opened.level.level === 'strong' ? (performance.now() - began) / 1000 : NaN;
  };
  // The first opening keeps the image of a started interpreter, if there is none.
  await seconds({ workers: 1 });
  printTable('Opening, the probe of the boundary included', [
    ['', 'seconds'],
    ['1 worker', await seconds({ workers: 1 })],
    [`${cores} workers`, await seconds({ workers: cores })],
    ['1 worker, interpreter never started before', await seconds({ workers: 1, imageFolder: null })],
  ]);
}

async function benchThroughput(python: readonly Exercise[]): Promise<void> {
  const many = Math.min(count, 1000);
  const rows: Cell[][] = [['', 'programs/s', 'ms a program', 'unexpected']];
  for (const workers of new Set([1, cores])) {
    for (const [language, exercises] of Object.entries({ python, javascript: javascriptExercises })) {
      await using sandbox = await openSandbox({ workers });
      await execute(sandbox, endless(exercises), 20);
      const { seconds, unexpected } = await execute(sandbox, endless(exercises), many);
      const title = `${language}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
      rows.push([title, many / seconds, (1000 * seconds) / many, String(unexpected)]);
    }
  }
  printTable(`Throughput over ${many} programs, each on all tests of its problem`, rows);
}

/** Python and JavaScript in turn, with harmful ones among them. */
function* mixed(python: readonly Exercise[]): Generator<Exercise, never> {
  const sources = [endless(python), endless(javascriptExercises)];
  const harmful = endless(harmfulExercises);
  for (let index = 1; ; index++) {
    const source = index % harmfulEvery === 0 ? harmful : sources[index % sources.length];
    yield (source ?? harmful).next().value;
  }
}

async function benchEndurance(python: readonly Exercise[]): Promise<void> {
  const rows: Cell[][] = [['after', 'programs/s', 'unexpected', 'processes', 'their memory', 'own memory']];
  const note = async (about: string, speed: Cell, unexpected: Cell): Promise<void> => {
    const { count: processes, bytes } = await descendants();
    const own = process.memoryUsage.rss();
    rows.push([about, speed, unexpected, String(processes), mebibytes(bytes), mebibytes(own)]);
  };
  {
    await using sandbox = await openSandbox({ workers: cores });
    await note('opening', '', '');
    const exercises = mixed(python);
    for (let done = 0; done < count;) {
      const many = Math.min(1000, count - done);
      const { seconds, unexpected } = await execute(sandbox, exercises, many);
      done += many;
      await note(`${done} programs`, many / seconds, String(unexpected));
    }
  }
  await note('closing', '', '');
  printTable(
    `${count} programs in a row, ${cores} workers; one in ${harmfulEvery} never ends or takes all memory`,
    rows,
  );
  const left = await descendants();
  print(left.count === 0 ? 'No process is left.' : `${left.count} processes are left.`);
  if (left.count > 0) process.exitCode = 1;
}

const validation = await loadStarterSplit('validation');
const python = pythonExercises(validation.rows);
await benchOpening();
await benchThroughput(python);
await benchEndurance(python);
