/** A window's store, without a window. */
import type { RunEnded } from '../../../extension/run/ends.ts';
import { FolderRunStore } from '../../../extension/run/folder-store.ts';
import type { Memory } from '../../../extension/run/seen-runs.ts';
import { SeenRuns } from '../../../extension/run/seen-runs.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { keptLog, type KeptLog } from './log.ts';

/** Forgotten with the test. */
export const memory = (): Memory => {
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
};

export interface Window extends AsyncDisposable {
  readonly store: FolderRunStore;
  readonly log: KeptLog;
  readonly ends: readonly RunEnded[];
}

/** Looks often, so that tests are quick. */
export async function openWindow(roots: readonly string[], remembered = memory()): Promise<Window> {
  const log = keptLog();
  const ends: RunEnded[] = [];
  const store = new FolderRunStore({
    roots,
    log,
    seen: new SeenRuns(remembered),
    says: () => true,
    perform: () => Promise.resolve(),
    lookMs: { live: 20, idle: 20 },
    retryMs: { first: 10, most: 40 },
    silentMs: 2000,
  });
  store.onDidEnd((ended) => ends.push(ended));
  await store.refresh();
  return { store, log, ends, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

export const stateOf = ({ store }: Window, { path }: RunFolder): string | undefined =>
  store.get(path)?.summary.state;
