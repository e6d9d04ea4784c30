/** A critic with random weights, and what it is made from. */
import { join } from 'node:path';
import { exportCritic, type ExportInput } from '../../trainer/critic/export.ts';
import type { CriticRecord } from '../../trainer/protocol/critic.ts';
import type { Pair } from '../../trainer/protocol/data.ts';
import { starterSet } from '../../trainer/starter/set.ts';
import { starterRows, untrainedModel } from './starter-model.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Two right and two wrong solutions of each of six problems. */
export async function starterPairs(): Promise<readonly Pair[]> {
  const rows = (await starterRows(6)).map((row) => {
    const some = (correct: boolean) => row.solutions.filter((each) => each.correct === correct).slice(0, 2);
    return { ...row, solutions: [...some(true), ...some(false)] };
  });
  return starterSet((split) => (split === 'train' ? rows : [])).train.pairs;
}

/** A model with random weights, and a workshop beside it in which critics can be made of it. */
export async function openWorkshop() {
  await using opened = new AsyncDisposableStack();
  const model = opened.use(await untrainedModel(await starterRows(20)));
  const folder = opened.use(await temporaryFolder());
  const pairs = await starterPairs();
  const input: ExportInput = {
    model: model.path,
    directory: join(folder.path, 'critic'),
    threads: 1,
    validation: pairs.slice(0, 16),
    heldOut: pairs.slice(16),
    maxPromptTokens: 320,
    maxCritiqueTokens: 24,
    critiques: { count: 1, temperature: 0 },
    precision: 'fp32',
    chat: { thinking: false },
    base: { name: 'random', directory: model.path },
    training: null,
  };
  const resources = opened.move();
  return {
    /** Where the critics are made; nothing else is in it. */
    folder: folder.path,
    pairs,
    input,
    make: (changes: Partial<ExportInput> = {}): Promise<CriticRecord> =>
      exportCritic({ ...input, ...changes }),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}
