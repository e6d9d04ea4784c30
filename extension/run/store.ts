/** The runs that the extension knows, as the views, the panel and the commands see them. */
import type { Event } from 'vscode';
import type { RunStatus } from '../../trainer/protocol/control.ts';
import type { RunsReport } from '../../trainer/protocol/reports.ts';

/** What can be done to a run; which of these are possible follows from its state alone. */
export type RunAction =
  'pause' | 'unpause' | 'stopAndSave' | 'stop' | 'resume' | 'extend' | 'delete' | 'reveal';

/** A run as its folder tells it, with what its trainer says while one lives. */
export interface RunEntry {
  readonly summary: RunsReport['runs'][number];
  /** The trainer's own word, at most a second old; null when none is connected. */
  readonly status: RunStatus | null;
  readonly actions: readonly RunAction[];
  /** Estimated seconds to the end; null while nobody trains it or too few steps are known. */
  readonly secondsLeft: number | null;
}

export interface RunStore {
  /** Newest first. */
  readonly runs: readonly RunEntry[];
  /** Fires after any change of `runs`. */
  readonly onDidChange: Event<void>;
  /** The run of this folder, by absolute path. */
  get(folder: string): RunEntry | undefined;
  /** Does it, after asking where something would be lost. Shows a failure itself. */
  perform(action: RunAction, folder: string): Promise<void>;
}
