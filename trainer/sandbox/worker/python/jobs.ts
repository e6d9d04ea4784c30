/** The three exercises on Python interpreters, which are handed over as they were before the first program. */
import type { Json } from '../../../protocol/data.ts';
import type { CaseOutcome, Exercise, Limits } from '../../types.ts';
import { givenUp, type Report } from '../protocol.ts';
import { ask, askBytes, type Answer, type Reply, type Request } from './ask.ts';
import { Stop } from './guest.ts';
import { printedBy, type Interpreter } from './interpreter.ts';

export type Task<Kind extends Exercise['kind']> = Extract<Exercise, { readonly kind: Kind }> & {
  readonly program: string;
  readonly limits: Limits;
  readonly seed?: number;
  /** How many cases may run out of time before the rest is given up. */
  readonly patience: number;
};

/**
 * The program is loaded once and called for each input. What ends a call from outside, such as the time limit, costs
 * the program its interpreter: it is loaded again for the next input, within that input's time. A program that does
 * not load gets the same outcome for every input.
 */
export function runCalls(task: Task<'calls'>, interpreter: Interpreter, report: Report): void {
  let state: 'new' | 'loaded' | 'spent' = 'new';
  let patience = task.patience;
  for (const [index, input] of task.inputs.entries()) {
    if (patience === 0) return giveUp(task.inputs.length - index, report);
    if (state === 'spent') interpreter.restore();
    permit(interpreter, task.limits);
    if (state !== 'loaded') {
      const { reply } = load(interpreter, 'solution', task);
      if (reply.status !== 'returned') {
        const outcome = outcomeOf(reply, printedBy(interpreter.guest));
        return task.inputs.slice(index).forEach(() => report(outcome));
      }
    }
    const answer = call(interpreter, task, input);
    state = answer.intact && answer.reply.status !== 'exited' ? 'loaded' : 'spent';
    if (answer.reply.status === 'timeout') patience -= 1;
    report(outcomeOf(answer.reply, printedBy(interpreter.guest)));
  }
}

function call(interpreter: Interpreter, task: Task<'calls'>, input: readonly Json[]): Answer {
  const { entryPoint, limits } = task;
  return ask(interpreter, { operation: 'call', entryPoint, input: [...input], room: limits.outputBytes });
}

/** Each input has an interpreter of its own, as it would have a process. */
export function runStdin(task: Task<'stdin'>, interpreter: Interpreter, report: Report): void {
  let patience = task.patience;
  for (const [index, input] of task.inputs.entries()) {
    if (patience === 0) return giveUp(task.inputs.length - index, report);
    if (index > 0) interpreter.restore();
    permit(interpreter, task.limits);
    interpreter.guest.input = new TextEncoder().encode(input);
    const { reply } = load(interpreter, '__main__', task, true);
    const stdout = printedBy(interpreter.guest);
    if (reply.status === 'timeout') patience -= 1;
    const ended = reply.status === 'returned' || reply.code === 0;
    report(ended ? { status: 'returned', value: stdout, stdout } : outcomeOf(reply, stdout));
  }
}

/**
 * Test code runs in the interpreter `judge`, which knows the program through messages only: a pass is what the test
 * code itself found, at its end. Where it does not pass, it runs once more in the program's own namespace, in time of
 * its own; if it passes there, what it needs cannot cross between the two, and nothing is known about the program.
 */
export function runTestCode(
  task: Task<'testCode'>,
  { program, judge }: { readonly program: Interpreter; readonly judge: Interpreter },
  { report, rerun }: { readonly report: Report; readonly rerun: Report },
): void {
  const deadline = performance.now() + task.limits.timeMs;
  permit(program, task.limits, deadline);
  permit(judge, task.limits, deadline);
  const loaded = load(program, '__main__', task).reply;
  const reply = loaded.status === 'returned' ? judgeProgram(task, program, judge) : loaded;
  const stdout = printedBy(program.guest) + printedBy(judge.guest);
  const outcome = outcomeOf(reply, stdout);
  if (loaded.status !== 'returned' || reply.status !== 'raised') return report(outcome);
  rerun(outcome);
  program.restore();
  permit(program, task.limits);
  report(passesInside(task, program) ? unknown(reply.error, stdout) : outcome);
}

function judgeProgram(task: Task<'testCode'>, program: Interpreter, judge: Interpreter): Reply {
  const ended: Reply[] = [];
  judge.guest.exchange = (message) => {
    const { reply, bytes, intact } = askBytes(program, message);
    if (!intact || (reply.status !== 'returned' && reply.status !== 'raised')) {
      ended.push(reply);
      throw new Stop('crashed', 'the program ended while its tests were running');
    }
    return bytes;
  };
  const { testCode, entryPoint = null } = task;
  const { reply } = ask(judge, { testCode, entryPoint }, 'judge');
  return ended[0] ?? reply;
}

function passesInside(task: Task<'testCode'>, interpreter: Interpreter): boolean {
  const { testCode } = task;
  if (load(interpreter, '__main__', task).reply.status !== 'returned') return false;
  const { reply } = ask(interpreter, { operation: 'test', testCode });
  return reply.status === 'returned' || reply.code === 0;
}

function unknown(error: string, stdout: string): CaseOutcome {
  const reason =
    "the test code passes only inside of the program's own namespace, where a pass proves nothing";
  return { status: 'unsupported', error: `${reason}; outside of it: ${error}`, stdout };
}

function giveUp(cases: number, report: Report): void {
  for (let index = 0; index < cases; index += 1) report(givenUp);
}

/** Gives a case its time, its room and its share of memory; the time ends at `deadline`. */
function permit(
  { guest, image }: Interpreter,
  { timeMs, memoryBytes, outputBytes }: Limits,
  deadline: number = performance.now() + timeMs,
): void {
  guest.deadline = deadline;
  guest.memoryLimit = image.bytes.length + memoryBytes;
  guest.outputLimit = outputBytes;
  guest.printedBytes = 0;
}

type Loaded = Pick<Task<Exercise['kind']>, 'program' | 'seed'>;

function load(interpreter: Interpreter, name: string, { program, seed }: Loaded, finish = false): Answer {
  const request: Request = { operation: 'load', name, program, finish, seed: seed ?? null };
  if (seed !== undefined) interpreter.guest.random = seed;
  return ask(interpreter, request);
}

function outcomeOf(reply: Reply, stdout: string): CaseOutcome {
  if (reply.status === 'returned') return { status: 'returned', value: reply.value, stdout };
  return { status: reply.status, error: reply.error, stdout };
}
