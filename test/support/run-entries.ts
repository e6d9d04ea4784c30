/** Entries of the store of runs, and a store of them that tests change by hand. */
import { runName } from '../../extension/run/names.ts';
import type { RunAction, RunEntry } from '../../extension/run/store.ts';

type Summary = RunEntry['summary'];

export const entryOf = (
  folder: string,
  id: string,
  change: Partial<Summary> = {},
  more: Partial<Omit<RunEntry, 'summary'>> = {},
): RunEntry => ({
  summary: {
    id,
    folder,
    state: 'stopped',
    createdAt: '2026-11-22T14:30:05.000Z',
    step: 0,
    steps: 75,
    best: null,
    pid: null,
    problem: null,
    ...change,
  },
  name: runName(id),
  status: null,
  contact: 'none',
  host: null,
  actions: ['resume', 'delete', 'reveal'] satisfies RunAction[],
  secondsLeft: null,
  ...more,
});
