/** What each action does to a run. Questions, files and processes come from outside, so that tests stand in for them. */
import { holderOf, readLock } from '../../trainer/run/lock.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import type { CommandBody, RunStatus } from '../../trainer/protocol/control.ts';
import { actionTitle, stateTitle } from '../../trainer/protocol/titles.ts';
import { notPossibleNow, runGone, stillTraining } from '../errors/shell.ts';
import { t } from '../l10n.ts';
import type { CheckpointChoice, RunContents } from './contents.ts';
import { checkpointsOf, contentsOf } from './contents.ts';
import type { RunAction, RunEntry } from './store.ts';

/** What a user is asked and shown. Undefined and false mean that they have thought better of it. */
export interface RunDialogs {
  confirmDelete(entry: RunEntry, contents: RunContents): Promise<boolean>;
  confirmEndProcess(entry: RunEntry): Promise<boolean>;
  confirmTakeOver(entry: RunEntry, host: string): Promise<boolean>;
  /** Only asked where there is a choice. */
  chooseCheckpoint(entry: RunEntry, checkpoints: readonly CheckpointChoice[]): Promise<number | undefined>;
  /** How many steps a finished run is to have in all. */
  askSteps(entry: RunEntry): Promise<number | undefined>;
  reveal(folder: string): Promise<void>;
  /** To the trash where there is one; asks again where there is none. */
  discard(paths: readonly string[]): Promise<void>;
  showError(cause: unknown): void;
}

export interface Resumption {
  /** The checkpoint to go on from; the newest when left out. */
  readonly fromStep?: number;
  /** Steps of the whole run; as many as before when left out. */
  readonly steps?: number;
}

export interface PerformTools {
  readonly dialogs: RunDialogs;
  readonly get: (folder: string) => RunEntry | undefined;
  readonly steer: (folder: string, command: CommandBody) => Promise<RunStatus>;
  /** Resolves when the trainer has taken the run. */
  readonly resume: (folder: string, resumption: Resumption) => Promise<void>;
  /** Resolves when the process is gone. */
  readonly endTrainer: (folder: string) => Promise<void>;
  /** Resolves when the machine of this name holds the run no more. */
  readonly takeOver: (folder: string, host: string) => Promise<void>;
  readonly refresh: () => Promise<void>;
}

type Performer = (entry: RunEntry, tools: PerformTools) => Promise<void>;

const steering =
  (command: CommandBody): Performer =>
  async ({ summary }, { steer }) =>
    void (await steer(summary.folder, command));

const performers: Readonly<Record<RunAction, Performer>> = {
  pause: steering({ type: 'pause' }),
  unpause: steering({ type: 'unpause' }),
  stopAndSave: steering({ type: 'stop', save: true }),
  stop: steering({ type: 'stop', save: false }),
  endProcess,
  takeOver: takeRunOver,
  resume,
  extend,
  delete: remove,
  reveal: ({ summary }, { dialogs }) => dialogs.reveal(summary.folder),
};

/** Does it, and shows a failure. */
export async function performAction(action: RunAction, folder: string, tools: PerformTools): Promise<void> {
  try {
    const entry = tools.get(folder);
    if (entry === undefined) throw runGone(folder);
    if (!entry.actions.includes(action))
      throw notPossibleNow(actionTitle(action, t), entry.name, stateTitle(entry.summary.state, t));
    await performers[action](entry, tools);
  } catch (cause) {
    tools.dialogs.showError(cause);
  } finally {
    await tools.refresh();
  }
}

async function resume(entry: RunEntry, { dialogs, resume: begin }: PerformTools): Promise<void> {
  const { folder } = entry.summary;
  const checkpoints = await checkpointsOf(folder);
  if (checkpoints.length < 2) return begin(folder, {});
  const step = await dialogs.chooseCheckpoint(entry, checkpoints);
  if (step === undefined) return;
  const isNewest = step === checkpoints[0]?.step;
  // The newest is the trainer's own choice, and it can fall back from it where it is damaged.
  await begin(folder, isNewest ? {} : { fromStep: step });
}

async function extend(entry: RunEntry, { dialogs, resume: begin }: PerformTools): Promise<void> {
  const steps = await dialogs.askSteps(entry);
  if (steps !== undefined) await begin(entry.summary.folder, { steps });
}

async function endProcess(entry: RunEntry, { dialogs, endTrainer }: PerformTools): Promise<void> {
  if (await dialogs.confirmEndProcess(entry)) await endTrainer(entry.summary.folder);
}

async function takeRunOver(entry: RunEntry, { dialogs, takeOver }: PerformTools): Promise<void> {
  const { host, summary } = entry;
  if (host !== null && (await dialogs.confirmTakeOver(entry, host))) await takeOver(summary.folder, host);
}

async function remove(entry: RunEntry, { dialogs }: PerformTools): Promise<void> {
  const { folder } = entry.summary;
  const contents = await contentsOf(folder);
  if (!(await dialogs.confirmDelete(entry, contents))) return;
  // Another window may have resumed it while the question was open.
  const lock = await readLock(runFolder(folder)).catch(() => null);
  if (lock !== null && (await holderOf(lock)) !== 'gone') throw stillTraining(entry.name);
  await dialogs.discard([folder, ...contents.outside]);
}
