/** The runs that the extension knows, as the views, the panel and the commands see them. */
import type { Event } from 'vscode';
import type { RunStatus } from '../../trainer/protocol/control.ts';
import type { PanelAction } from '../../trainer/protocol/panel-request.ts';
import type { RunsReport } from '../../trainer/protocol/reports.ts';
import type { Contact } from './actions.ts';

/** What can be done to a run; which of these are possible follows from its state and its trainer's contact alone. */
export type RunAction = PanelAction;

/** A run as its folder tells it, with what its trainer says while one lives. */
export interface RunEntry {
  readonly summary: RunsReport['runs'][number];
  /** What users know it by: like no other run that is listed. */
  readonly name: string;
  /** The trainer's own word, at most a second old; null when none is connected. */
  readonly status: RunStatus | null;
  readonly contact: Contact;
  /** The machine that its lock names, where the contact is `elsewhere`; else null. */
  readonly host: string | null;
  readonly actions: readonly RunAction[];
  /** Estimated seconds to the last step; null while nobody trains it, too few steps are known, or the critic is made. */
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
