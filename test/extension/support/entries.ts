/** Runs as the store tells them, for tests of what is made of them. */
import type { RunStatus } from '../../../trainer/protocol/control.ts';
import type { RunSummary } from '../../../trainer/run/list.ts';
import { possibleActions, type Contact } from '../../../extension/run/actions.ts';
import { runName } from '../../../extension/run/names.ts';
import type { RunEntry } from '../../../extension/run/store.ts';

export function summary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'mine',
    folder: '/runs/mine',
    state: 'stopped',
    createdAt: '2026-11-22T14:30:05.000Z',
    step: 12,
    steps: 75,
    best: { step: 10, score: 0.6123 },
    pid: null,
    problem: null,
    ...changes,
  };
}

export interface EntryChanges extends Partial<RunSummary> {
  readonly status?: RunStatus;
  /** Of a trainer that is not connected. */
  readonly contact?: Exclude<Contact, 'answers'>;
  readonly secondsLeft?: number;
}

/** With a status, the trainer is connected and its word counts. */
export function entry({ status, secondsLeft, contact = 'none', ...changes }: EntryChanges = {}): RunEntry {
  const told = status === undefined ? {} : { state: status.state, step: status.step, steps: status.steps };
  const whole = summary({ ...changes, ...told });
  const heard = status === undefined ? contact : 'answers';
  return {
    summary: whole,
    name: runName(whole.id),
    status: status ?? null,
    contact: heard,
    host: heard === 'elsewhere' ? 'old-box' : null,
    actions: possibleActions(whole.state, heard),
    secondsLeft: secondsLeft ?? null,
  };
}

export const running: RunStatus = { state: 'running', activity: 'generating', step: 12, steps: 75, phase: 1 };
