/** A run with checkpoints as a trainer leaves them, of weights that were made elsewhere. */
import { LocalEngine } from '../../trainer/engine/local/engine.ts';
import { runConfigSchema, type RunConfigInput } from '../../trainer/protocol/config.ts';
import { initialProgress } from '../../trainer/run/advance.ts';
import { saveCheckpoint } from '../../trainer/run/checkpoint.ts';
import { createRun, type RunFolder } from '../../trainer/run/folder.ts';

export interface TrainedRun {
  readonly base: string;
  /** The folder of the model whose weights every checkpoint has. */
  readonly trained: string;
  readonly steps: readonly number[];
  readonly config?: RunConfigInput;
}

/** Creates `<root>/run-1/`, in which nothing was validated yet. */
export async function trainedRun(
  root: string,
  { base, trained, steps, config }: TrainedRun,
): Promise<RunFolder> {
  const { folder } = await createRun(root, {
    id: 'run-1',
    config: runConfigSchema.parse({ base, adapters: null, ...config }),
    versions: {},
    seeds: {},
    datasets: [],
  });
  await using engine = await LocalEngine.open({ model: trained, threads: 1, microBatchTokens: 64 });
  for (const step of steps) {
    const checkpoint = { step, progress: initialProgress, state: null };
    await saveCheckpoint(folder, checkpoint, (directory) => engine.save(directory));
  }
  return folder;
}
