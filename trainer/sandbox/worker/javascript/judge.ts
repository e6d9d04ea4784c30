/**
 * The thread of test code. The program under test lives in another thread: here its names are stand-ins that ask over
 * there and wait. What comes back is a copy, so nothing of the program takes part in a comparison, and a pass is told
 * only when the test code has come to its end.
 */
import type { CaseOutcome } from '../../types.ts';
import { platform, type Port } from '../platform.ts';
import { assert } from './assertions.ts';
import { furnish } from './environment.ts';
import { isDeepStrictEqual } from './equality.ts';
import { makeRequire, quickUtil, runText } from './modules.ts';
import { outcomeOf } from './outcome.ts';
import { Program } from './stand-ins.ts';

export interface JudgeTask {
  readonly testCode: string;
  readonly entryPoint: string | null;
  readonly isTypeScript: boolean;
  readonly outputBytes: number;
  readonly port: Port;
  readonly sheet: SharedArrayBuffer;
}

const thread = globalThis as unknown as Record<string, unknown> & {
  onmessage: ((event: { readonly data: { readonly port: Port; readonly task: JudgeTask } }) => void) | null;
  postMessage(message: string): void;
};

thread.postMessage('ready');
thread.onmessage = ({ data: { port, task } }) => {
  thread.onmessage = null;
  void judge(task, (outcome) => port.postMessage(JSON.stringify(outcome)));
};

async function judge(task: JudgeTask, tell: (outcome: CaseOutcome) => void): Promise<void> {
  const fail = (error: unknown): void => tell(outcomeOf(error, environment.takeOutput()));
  const environment = furnish({
    input: '',
    outputBytes: task.outputBytes,
    assertThrows: true,
    overflow: () => {
      throw new RangeError('the tests print too much');
    },
    exit: (code) => {
      throw new Error(`the tests ended with code ${code}`);
    },
  });
  for (const type of ['error', 'unhandledrejection'] as const) {
    platform.addEventListener(type, (event) => {
      event.preventDefault();
      fail(event.reason ?? event.error);
    });
  }
  const program = new Program(task.port, task.sheet, task.outputBytes);
  thread['require'] = makeRequire({
    assert: () => assert,
    'assert/strict': () => assert.strict,
    util: () => quickUtil(isDeepStrictEqual),
  });
  thread['module'] = { exports: {} };
  try {
    Object.assign(thread, program.names(namesIn(task)));
    await runText(task.testCode, task.isTypeScript);
    await environment.idle(() => program.waits);
    tell({ status: 'returned', value: null, stdout: environment.takeOutput() });
  } catch (error) {
    fail(error);
  }
}

/** What the test code may mean of the program: its words, without those that mean something here already. */
function namesIn({ testCode, entryPoint }: JudgeTask): string[] {
  const words = new Set(testCode.match(/[A-Za-z_$][\w$]*/g) ?? []);
  return [...words].filter((word) => word === entryPoint || !(word in globalThis));
}
