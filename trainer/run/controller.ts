/** Carries wishes (pause, unpause, stop) from signals and the control socket to the loop, and its state back. */
import { notPossible } from '../errors/control.ts';
import type { Activity, CommandBody, RunState, RunStatus } from '../protocol/control.ts';
import type { Phase } from '../protocol/run-folder.ts';
import type { RunAction } from './run-state.ts';
import { nextState } from './run-state.ts';

export class RunController {
  #status: RunStatus;
  readonly #abandon = new AbortController();
  readonly #listeners = new Set<(status: RunStatus) => void>();

  constructor(steps: number) {
    this.#status = { state: 'preparing', activity: 'loading', step: 0, steps, phase: 1 };
  }

  /** Aborted when the current step is to be abandoned. */
  get signal(): AbortSignal {
    return this.#abandon.signal;
  }

  get status(): RunStatus {
    return this.#status;
  }

  is(state: RunState): boolean {
    return this.#status.state === state;
  }

  /** Whether the run is finished, stopped or failed. */
  get ended(): boolean {
    return this.is('finished') || this.is('stopped') || this.is('failed');
  }

  /** Carries a command out. Throws `control.not-possible` where it means nothing in the present state. */
  command(command: CommandBody): RunStatus {
    if (command.type === 'status') return this.#status;
    this.report(command.type);
    if (command.type === 'stop' && !command.save) this.#abandon.abort();
    return this.#status;
  }

  /** Moves the state machine; commands and the loop share it. */
  report(action: RunAction): void {
    const state = nextState(this.#status.state, action);
    if (state === undefined) throw notPossible(action, this.#status.state);
    this.#change({ state });
  }

  /** What the loop is busy with, for those who watch. */
  busy(activity: Activity): void {
    this.#change({ activity });
  }

  /** The last complete step and its phase. */
  reached(step: number, phase: Phase): void {
    this.#change({ step, phase });
  }

  /** Resolves once the state is another than `state`. */
  async left(state: RunState): Promise<void> {
    if (!this.is(state)) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const watch = this.watch((status) => {
      if (status.state !== state) resolve(undefined);
    });
    await promise;
    watch[Symbol.dispose]();
  }

  /** Calls back with every change of the status until disposed. */
  watch(listener: (status: RunStatus) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #change(change: Partial<RunStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of [...this.#listeners]) listener(this.#status);
  }
}
