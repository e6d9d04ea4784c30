/** The states of a running trainer and what leads from one to the next, as one table. */
import type { RunState } from '../protocol/control.ts';

/** `pause`, `unpause` and `stop` come from outside; the loop itself reports the others. */
export type RunAction = 'pause' | 'unpause' | 'stop' | 'begin' | 'rest' | 'stopped' | 'finish' | 'fail';

const transitions: Readonly<Record<RunState, Readonly<Partial<Record<RunAction, RunState>>>>> = {
  preparing: { begin: 'running', pause: 'pausing', stop: 'stopping', fail: 'failed' },
  // Paused and unpaused while it prepared, the run begins as one that runs already.
  running: { begin: 'running', pause: 'pausing', stop: 'stopping', finish: 'finished', fail: 'failed' },
  // Asked to pause while it prepared, the run begins by resting.
  pausing: {
    begin: 'pausing',
    unpause: 'running',
    rest: 'paused',
    stop: 'stopping',
    finish: 'finished',
    fail: 'failed',
  },
  paused: { unpause: 'running', stop: 'stopping', fail: 'failed' },
  // A second stop may be harder than the first. The last step may complete before the stop is heard.
  stopping: { begin: 'stopping', stop: 'stopping', stopped: 'stopped', finish: 'finished', fail: 'failed' },
  stopped: {},
  finished: {},
  failed: {},
};

/** The state after an action, or undefined where the action is not possible. */
export function nextState(state: RunState, action: RunAction): RunState | undefined {
  return transitions[state][action];
}
