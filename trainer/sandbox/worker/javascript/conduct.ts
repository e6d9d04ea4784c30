/**
 * The supervisor's side of JavaScript and TypeScript: threads for one job. A program's thread is started before its
 * program is known, since starting takes longer than most programs.
 */
import type { CaseOutcome } from '../../types.ts';
import { platform, type Port, type WebWorker } from '../platform.ts';
import { threadEnded, type Host, type Report, type WorkerJob } from '../protocol.ts';
import { startThread } from '../threads.ts';
import type { JudgeTask } from './judge.ts';
import type { ProgramTask } from './program.ts';
import { newAnswerSheet } from './serve.ts';

type Blobs = ReadonlyMap<string, Uint8Array>;

/** A thread that waits for its task. */
interface Waiting<Task> {
  /**
   * `heard` gets what the thread tells: text, from a thread that a program may have made its own. `ended` says that
   * nothing more will come.
   */
  run(task: Task, transfer: readonly Port[], heard: (outcome: CaseOutcome) => void, ended?: () => void): void;
  terminate(): void;
}

interface Threads {
  readonly first: Waiting<ProgramTask>;
  program(): Promise<Waiting<ProgramTask>>;
  judge(): Promise<Waiting<JudgeTask>>;
}

export async function hostJavaScript(blobs: Blobs): Promise<Host> {
  const program = (): Promise<Waiting<ProgramTask>> => start(blobs, 'program');
  const threads = { first: await program(), program, judge: () => start<JudgeTask>(blobs, 'judge') };
  return {
    image: null,
    graceMs: 0,
    spareBytes: 2 ** 26,
    lasts: false,
    prepare: (job) => prepare(job, threads),
  };
}

async function prepare(
  job: WorkerJob,
  threads: Threads,
): Promise<(report: Report, rerun: Report) => Promise<void>> {
  const { exercise, program, language, limits } = job;
  const task = { program, isTypeScript: language === 'typescript', outputBytes: limits.outputBytes };
  if (exercise.kind === 'calls') {
    return (report) => collect(threads.first, { ...task, exercise }, exercise.inputs.length, report);
  }
  if (exercise.kind === 'stdin') return (report) => runStdin(task, exercise.inputs, threads, report);
  const judge = await threads.judge();
  const judgeTask = { ...task, testCode: exercise.testCode, entryPoint: exercise.entryPoint ?? null };
  return (report, rerun) => runTestCode(task, judgeTask, { ...threads, judge }, { report, rerun });
}

type Task = Omit<ProgramTask, 'exercise'>;

/** Each input has a thread of its own, as it would have a process. */
async function runStdin(
  task: Task,
  inputs: readonly string[],
  threads: Threads,
  report: Report,
): Promise<void> {
  let thread = threads.first;
  for (const [index, input] of inputs.entries()) {
    const isLast = index === inputs.length - 1;
    const next = isLast ? null : threads.program();
    await collect(thread, { ...task, exercise: { kind: 'stdin', input } }, 1, report);
    thread.terminate();
    if (next !== null) thread = await next;
  }
}

/**
 * A pass is what the thread of the test code told. Where it does not pass, program and tests run once more in one
 * thread, in time of their own; if they pass there, what the tests need cannot cross between two, and nothing is known
 * about the program.
 */
async function runTestCode(
  task: Task,
  judgeTask: Omit<JudgeTask, 'port' | 'sheet'>,
  threads: {
    readonly first: Waiting<ProgramTask>;
    readonly judge: Waiting<JudgeTask>;
    program: Threads['program'];
  },
  { report, rerun }: { readonly report: Report; readonly rerun: Report },
): Promise<void> {
  const { port1, port2 } = new platform.MessageChannel();
  const sheet = newAnswerSheet(2 * task.outputBytes);
  const [by, outcome] = await new Promise<['program' | 'tests', CaseOutcome]>((resolve) => {
    const exercise = { kind: 'serve', port: port1, sheet } as const;
    threads.first.run({ ...task, exercise }, [port1], (told) => {
      // A program that claims to have passed its own tests has not been asked.
      if (told.status !== 'returned') resolve(['program', told]);
    });
    threads.judge.run({ ...judgeTask, port: port2, sheet }, [port2], (told) => resolve(['tests', told]));
  });
  threads.first.terminate();
  threads.judge.terminate();
  if (by === 'program' || outcome.status !== 'raised') return report(outcome);
  rerun(outcome);
  const together = {
    ...task,
    program: `${task.program}\n${judgeTask.testCode}`,
    exercise: { kind: 'inside' },
  } as const;
  await collect(await threads.program(), together, 1, (inside) => {
    report(inside.status === 'returned' ? unknown(outcome) : outcome);
  });
}

function unknown({ stdout, ...outcome }: CaseOutcome): CaseOutcome {
  const reason =
    "the test code passes only inside of the program's own namespace, where a pass proves nothing";
  const outside = 'error' in outcome ? outcome.error : '';
  return { status: 'unsupported', error: `${reason}; outside of it: ${outside}`, stdout };
}

/** Runs a task that tells `count` outcomes, or fewer if its thread ends before. */
function collect(
  thread: Waiting<ProgramTask>,
  task: ProgramTask,
  count: number,
  report: Report,
): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    const heard = (outcome: CaseOutcome): void => {
      if (left === 0) return;
      report(outcome);
      left -= 1;
      if (left === 0) resolve();
    };
    thread.run(task, [], heard, resolve);
  });
}

async function start<Kind>(blobs: Blobs, entry: string): Promise<Waiting<Kind>> {
  const thread = startThread(blobs, entry);
  await new Promise((resolve) => {
    thread.onmessage = resolve;
  });
  thread.onmessage = null;
  return waitingIn(thread);
}

function waitingIn<Kind>(thread: WebWorker): Waiting<Kind> {
  return {
    run: (task, transfer, heard, ended) => {
      const { port1, port2 } = new platform.MessageChannel();
      port1.onmessage = ({ data }) => {
        if (data === threadEnded) ended?.();
        else heard(readOutcome(data));
      };
      thread.onerror = (event) => {
        event.preventDefault();
        heard({ status: 'crashed', error: `the program's thread ended: ${event.message}`, stdout: '' });
        ended?.();
      };
      thread.postMessage({ port: port2, task }, [port2, ...transfer]);
    },
    terminate: () => thread.terminate(),
  };
}

const failures = new Set(['raised', 'exited', 'timeout', 'memory', 'output', 'crashed', 'unsupported']);

/** What a thread told is believed only as far as its form goes. */
function readOutcome(text: unknown): CaseOutcome {
  try {
    const told = JSON.parse(String(text)) as Partial<CaseOutcome & { readonly error: unknown }>;
    const stdout = String(told.stdout);
    if (told.status === 'returned' && told.value !== undefined)
      return { status: 'returned', value: told.value, stdout };
    if (failures.has(String(told.status))) {
      return { status: told.status as 'raised', error: String(told.error), stdout };
    }
  } catch {
    // Said below.
  }
  return { status: 'crashed', error: "the program broke its thread's report", stdout: '' };
}
