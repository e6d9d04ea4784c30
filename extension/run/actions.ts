/** What can be done to a run: one table, from which every menu, button and command is made. */
import type { RunListState } from '../../trainer/protocol/reports.ts';
import type { RunAction } from './store.ts';

/** What is heard of the process that holds a run. */
export type Contact =
  /** It answers this window. */
  | 'answers'
  /** It has not answered yet. */
  | 'unheard'
  /** Its lock names another machine, so nobody here can tell whether it is there at all. */
  | 'elsewhere'
  /** It has not answered for long, though it is there. */
  | 'silent'
  /** There is none. */
  | 'none';

interface Possible {
  readonly answers: readonly RunAction[];
  readonly none: readonly RunAction[];
}

const stops = ['stopAndSave', 'stop'] as const;
const looked = ['reveal'] as const;
const ended = ['resume', 'delete', 'reveal'] as const;

const table: Readonly<Record<RunListState, Possible>> = {
  preparing: { answers: ['pause', ...stops, 'reveal'], none: looked },
  running: { answers: ['pause', ...stops, 'reveal'], none: looked },
  pausing: { answers: ['unpause', ...stops, 'reveal'], none: looked },
  paused: { answers: ['unpause', ...stops, 'reveal'], none: looked },
  // One who waits for the step to be saved may lose patience, and a step that hangs hears nothing.
  stopping: { answers: ['stop', 'endProcess', 'reveal'], none: looked },
  // A trainer that has ended holds its run a moment longer; until it lets go, nothing can follow.
  stopped: { answers: looked, none: ended },
  finished: { answers: looked, none: ['extend', 'delete', 'reveal'] },
  failed: { answers: looked, none: ended },
  interrupted: { answers: looked, none: ended },
  unreadable: { answers: looked, none: ['delete', 'reveal'] },
};

export function possibleActions(state: RunListState, contact: Contact): readonly RunAction[] {
  // Whatever state it was in, there is nothing to say to one who does not listen.
  if (contact === 'silent') return ['endProcess', 'reveal'];
  // A machine that is gone, or has another name now, would hold the run for ever.
  if (contact === 'elsewhere') return ['takeOver', 'reveal'];
  return contact === 'unheard' ? looked : table[state][contact];
}

/** Whether somebody trains a run of this state. */
export const isLive = (state: RunListState): boolean =>
  table[state].answers.some((action) => action === 'stop');
