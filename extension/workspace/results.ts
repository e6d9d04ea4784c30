/**
 * What the tests said of functions, in memory only. A result is of a text: it is found by the file and the function's
 * hash, so it is shown where exactly that text stands and nowhere else.
 */
import type { Verification } from '../../trainer/protocol/workspace.ts';
import { Emitter } from '../base/emitter.ts';

export type TestState =
  | { readonly kind: 'running' }
  | {
      readonly kind: 'ended';
      readonly verification: Verification;
      /** When they ended: the rest of the workspace may have changed since. */
      readonly at: Date;
    };

/** A function as it stood when its tests were asked for. */
export interface TestedFunction {
  readonly uri: string;
  /** Of language, question and text. */
  readonly hash: string;
}

/** Whoever has more functions than this tested in one window loses the oldest result. */
const most = 200;

export class TestResults {
  readonly #states = new Map<string, TestState>();
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.event;

  of(tested: TestedFunction): TestState | null {
    return this.#states.get(keyOf(tested)) ?? null;
  }

  begin(tested: TestedFunction): void {
    this.#set(tested, { kind: 'running' });
  }

  end(tested: TestedFunction, verification: Verification, at: Date): void {
    this.#set(tested, { kind: 'ended', verification, at });
  }

  /** Of tests that were stopped, or could not be run, there is no result. */
  forget(tested: TestedFunction): void {
    this.#states.delete(keyOf(tested));
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#states.clear();
  }

  #set(tested: TestedFunction, state: TestState): void {
    this.#states.delete(keyOf(tested));
    this.#states.set(keyOf(tested), state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > most && oldest !== undefined) this.#states.delete(oldest);
    this.#changed.fire(undefined);
  }
}

const keyOf = ({ uri, hash }: TestedFunction): string => `${hash} ${uri}`;
