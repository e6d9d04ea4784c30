/** What can be done to a run: one table, from which every menu, button and command is made. */
import type { RunListState } from '../../trainer/protocol/reports.ts';
import type { RunAction } from './store.ts';

interface Possible {
  /** While its trainer answers this window. */
  readonly attached: readonly RunAction[];
  /** While none does: none is there, or it has not answered yet. */
  readonly alone: readonly RunAction[];
}

const stops = ['stopAndSave', 'stop'] as const;
const unanswered = ['reveal'] as const;
const ended = ['resume', 'delete', 'reveal'] as const;

const table: Readonly<Record<RunListState, Possible>> = {
  preparing: { attached: ['pause', ...stops, 'reveal'], alone: unanswered },
  running: { attached: ['pause', ...stops, 'reveal'], alone: unanswered },
  pausing: { attached: ['unpause', ...stops, 'reveal'], alone: unanswered },
  paused: { attached: ['unpause', ...stops, 'reveal'], alone: unanswered },
  // One who waits for the step to be saved may lose patience.
  stopping: { attached: ['stop', 'reveal'], alone: unanswered },
  // A trainer that has ended holds its run a moment longer; until it lets go, nothing can follow.
  stopped: { attached: unanswered, alone: ended },
  finished: { attached: unanswered, alone: ['extend', 'delete', 'reveal'] },
  failed: { attached: unanswered, alone: ended },
  interrupted: { attached: unanswered, alone: ended },
  unreadable: { attached: unanswered, alone: ['delete', 'reveal'] },
};

export const possibleActions = (state: RunListState, attached: boolean): readonly RunAction[] =>
  attached ? table[state].attached : table[state].alone;

/** Whether somebody trains a run of this state. */
export const isLive = (state: RunListState): boolean =>
  table[state].attached.some((action) => action === 'stop');
