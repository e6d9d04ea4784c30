/** What `activate` gives to each room that registers itself with VS Code. */
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Trainer } from './run/launch.ts';
import type { RunStore } from './run/store.ts';

export interface RoomTools {
  /** What a room registers is disposed of with the extension. */
  readonly context: ExtensionContext;
  readonly store: RunStore;
  readonly trainer: Trainer;
  readonly log: LogOutputChannel;
  readonly showFailure: (cause: unknown) => Promise<void>;
}
