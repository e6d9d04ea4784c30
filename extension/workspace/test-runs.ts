/** Runs of tests that the user asked for: one after the other, shown in the status bar, where a click stops them. */
import * as vscode from 'vscode';
import type { Verification } from '../../trainer/protocol/workspace.ts';
import { plain } from '../base/plain.ts';
import { t } from '../l10n.ts';
import type { Trainer } from '../run/launch.ts';
import { testsRunAlready } from '../errors/workspace.ts';
import { askVerification, type VerifyQuestion } from './ask.ts';
import { testsRunKey } from './contribution.ts';
import type { TestedFunction, TestResults } from './results.ts';

export interface TestRunsHost {
  readonly trainer: Trainer;
  readonly results: TestResults;
  readonly now: () => Date;
}

export interface TestRequest extends Omit<VerifyQuestion, 'signal'> {
  readonly tested: TestedFunction;
  readonly name: string;
}

export class TestRuns implements vscode.Disposable {
  readonly #host: TestRunsHost;
  /** Those that run or wait, in their order. */
  readonly #asked = new Set<TestRequest>();
  #stopping = new AbortController();
  /** Settles when all that were asked for so far have ended. */
  #last: Promise<unknown> = Promise.resolve();
  #item: vscode.StatusBarItem | null = null;

  constructor(host: TestRunsHost) {
    this.#host = host;
  }

  /** Null when it was stopped. What it said is among the results then. Throws the trainer's own errors. */
  async run(request: TestRequest): Promise<Verification | null> {
    const { results } = this.#host;
    const { tested, name } = request;
    if (results.of(tested)?.kind === 'running') throw testsRunAlready(name);
    const { signal } = this.#stopping;
    results.begin(tested);
    this.#asked.add(request);
    this.#show();
    const turn = this.#last.then(() => askVerification(this.#host.trainer, { ...request, signal }));
    this.#last = turn.catch(() => undefined);
    let verification: Verification | null = null;
    try {
      verification = await turn;
    } finally {
      this.#asked.delete(request);
      this.#show();
      if (verification === null) results.forget(tested);
      else results.end(tested, verification, this.#host.now());
    }
    return verification;
  }

  /** Those that wait as well. */
  stop(): void {
    this.#stopping.abort();
    this.#stopping = new AbortController();
    this.#asked.clear();
    this.#show();
  }

  dispose(): void {
    this.stop();
  }

  #show(): void {
    void vscode.commands.executeCommand('setContext', testsRunKey, this.#asked.size > 0);
    const [request] = this.#asked;
    if (request === undefined) {
      this.#item?.dispose();
      this.#item = null;
      return;
    }
    this.#item ??= makeItem();
    const name = plain(request.name, 40);
    const others = this.#asked.size - 1;
    const text =
      others === 0
        ? t('Running the tests of {0}', name)
        : t('Running the tests of {0}; waiting: {1}', name, others);
    this.#item.text = `$(loading~spin) ${text}`;
    this.#item.show();
  }
}

function makeItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('critiqueCoder.tests', vscode.StatusBarAlignment.Left);
  item.name = t('Critique-Coder Tests');
  item.tooltip = t('Click to stop them.');
  item.command = 'critiqueCoder.stopTests';
  return item;
}
