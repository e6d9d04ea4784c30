/** Which run a command means. */
import type { RunAction, RunEntry } from '../run/store.ts';

export interface Asking {
  /** What the command was called with: the folder of a run, where it came from the tree or the panel. */
  readonly argument: unknown;
  /** The run that is selected in the tree. */
  readonly selected: string | undefined;
  readonly runs: readonly RunEntry[];
  /** Whether the command can do anything with a run. */
  readonly suits: (entry: RunEntry) => boolean;
}

export type Meant =
  | { readonly kind: 'run'; readonly folder: string }
  | { readonly kind: 'ask'; readonly among: readonly RunEntry[] }
  | { readonly kind: 'none' };

/** The run it was called with; else the selected one, if it suits; else the only one that suits. */
export function runMeant({ argument, selected, runs, suits }: Asking): Meant {
  if (typeof argument === 'string') return { kind: 'run', folder: argument };
  const suitable = runs.filter(suits);
  const [first] = suitable;
  if (first === undefined) return { kind: 'none' };
  const chosen = suitable.find(({ summary }) => summary.folder === selected);
  if (chosen !== undefined) return { kind: 'run', folder: chosen.summary.folder };
  return suitable.length === 1
    ? { kind: 'run', folder: first.summary.folder }
    : { kind: 'ask', among: suitable };
}

/** Whether anything was logged that could be drawn or written to a file. */
export const hasSteps = ({ summary }: RunEntry): boolean => summary.step > 0;

export const allows =
  (action: RunAction) =>
  ({ actions }: RunEntry): boolean =>
    actions.includes(action);
