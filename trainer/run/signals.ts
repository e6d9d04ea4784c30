/** Ctrl+C and termination mean `stop`; said twice they mean now. */
import { nextState } from './run-state.ts';
import type { RunController } from './controller.ts';

/** The exit code of a run that was stopped. */
export const STOPPED_EXIT_CODE = 130;

/** Listens until disposed. A second signal ends the process at once, which loses what no checkpoint has. */
export function listenForSignals(controller: RunController): Disposable {
  const heard = (): void => {
    if (controller.signal.aborted || nextState(controller.status.state, 'stop') === undefined) {
      process.exit(STOPPED_EXIT_CODE);
    }
    controller.command({ type: 'stop', save: false });
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
  return {
    [Symbol.dispose]: () => {
      process.off('SIGINT', heard);
      process.off('SIGTERM', heard);
    },
  };
}
