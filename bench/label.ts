/**
 * `npm run bench:label -- [--count 300] [--rounds 3] [--agreement 1000] [--problems FILE --solutions FILE]`: how fast
 * solutions are labelled by 1 and 2 workers, beside processes of the machine's own Python on the same programs, and
 * whether the two give the same labels. Without files the starter set's solutions are labelled. Native Python keeps no
 * program from doing harm: give only files that you trust.
 */
import { parseArgs } from 'node:util';
import { openSandbox } from '../trainer/sandbox/open.ts';
import { labelInSandbox, loadExercises, type Exercise, type Labelled } from './label/exercises.ts';
import { labelNatively, nativeVersion } from './label/native.ts';
import { median, takeTurns } from './rounds.ts';
import { print, printTable, speedAgainst } from './table.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '3' },
    agreement: { type: 'string', default: '1000' },
    'time-limit': { type: 'string', default: '2' },
    problems: { type: 'string' },
    solutions: { type: 'string' },
  },
});
const { problems, solutions } = values;
const [count, rounds, agreement] = [Number(values.count), Number(values.rounds), Number(values.agreement)];
const timeMs = 1000 * Number(values['time-limit']);

type Label = (exercise: Exercise) => Promise<Labelled>;

interface Turn {
  readonly perSecond: number;
  /** Milliseconds that 95 of 100 programs do not take. */
  readonly p95: number;
}

/** Labels all, so many at once: each runner takes the next when it has its answer, so nothing waits in a queue. */
async function labelAll(exercises: readonly Exercise[], label: Label, atOnce: number): Promise<Turn> {
  const waiting = exercises.values();
  const latencies: number[] = [];
  const runner = async (): Promise<void> => {
    for (const exercise of waiting) {
      const began = performance.now();
      await label(exercise);
      latencies.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, runner));
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  const p95 = latencies[Math.ceil(0.95 * latencies.length) - 1] ?? NaN;
  return { perSecond: exercises.length / seconds, p95 };
}

const ours =
  (sandbox: Awaited<ReturnType<typeof openSandbox>>): Label =>
  ({ problem, program }) =>
    labelInSandbox(sandbox, problem, program, timeMs);
const native: Label = ({ problem, program }) => labelNatively(problem, program, timeMs);

async function benchSpeed(exercises: readonly Exercise[], version: string | null): Promise<void> {
  await using one = await openSandbox({ workers: 1 });
  await using two = await openSandbox({ workers: 2 });
  const entrants = [
    { name: 'Critique-Coder, 1 worker', label: ours(one), atOnce: 1 },
    { name: 'Critique-Coder, 2 workers', label: ours(two), atOnce: 2 },
    ...(version === null
      ? []
      : [
          { name: `${version}, 1 process at once`, label: native, atOnce: 1 },
          { name: `${version}, 2 processes at once`, label: native, atOnce: 2 },
        ]),
  ];
  for (const { label, atOnce } of entrants) await labelAll(exercises.slice(0, 10), label, atOnce);
  const turns = entrants.map(
    ({ label, atOnce }) =>
      () =>
        labelAll(exercises, label, atOnce),
  );
  const answers = await takeTurns(turns, rounds);
  const speeds = answers.map((all) => median(all.map(({ perSecond }) => perSecond)));
  const rows = entrants.map(({ name, atOnce }, index) => {
    const speed = speeds[index] ?? NaN;
    const p95 = median((answers[index] ?? []).map((turn) => turn.p95));
    return [name, speed, p95, atOnce === 1 ? '' : speedAgainst(speed, speeds[index - 1] ?? NaN)];
  });
  printTable(`Labelling ${exercises.length} programs, medians of ${rounds} turns`, [
    ['', 'programs/s', 'p95 ms a program', 'against one'],
    ...rows,
  ]);
  if (version === null) print('There is no python3 on this machine, so nothing to compare with.');
}

async function benchAgreement(exercises: readonly Exercise[], version: string): Promise<void> {
  await using sandbox = await openSandbox({ workers: 2 });
  const answers: { readonly exercise: Exercise; readonly ours: Labelled; readonly theirs: Labelled }[] = [];
  const label = async (exercise: Exercise): Promise<Labelled> => {
    const mine = await ours(sandbox)(exercise);
    answers.push({ exercise, ours: mine, theirs: await native(exercise) });
    return mine;
  };
  await labelAll(exercises, label, 2);
  const known = answers.filter((answer) => answer.ours.correct !== null);
  const differing = answers.filter((answer) => answer.ours.correct !== answer.theirs.correct);
  const shown = (correct: boolean | null): string =>
    correct === null ? 'unlabelled' : correct ? 'correct' : 'incorrect';
  printTable(`Labels of ${exercises.length} programs beside ${version}`, [
    ['', 'programs'],
    ['same label', String(answers.length - differing.length)],
    ['another label', String(known.length + differing.length - answers.length)],
    ['unlabelled by us', String(answers.length - known.length)],
  ]);
  for (const { exercise, ours: mine, theirs } of differing) {
    print(`\n${exercise.id} of ${exercise.problem.id}`);
    print(`  ours    ${shown(mine.correct)}: ${mine.reason}`);
    print(`  native  ${shown(theirs.correct)}: ${theirs.reason}`);
  }
}

const files = problems !== undefined && solutions !== undefined ? { problems, solutions } : undefined;
const exercises = await loadExercises(files);
const version = nativeVersion();
await benchSpeed(exercises.slice(0, count), version);
if (version !== null) await benchAgreement(exercises.slice(0, agreement), version);
