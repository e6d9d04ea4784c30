/** Which form the training passes have: one graph that keeps everything, or layer by layer. */
import type { BasePrecision } from '../../protocol/config-adapters.ts';
import { chunkFor } from './scored-tokens.ts';
import type { SharedModel } from './shared-model.ts';

export type Recompute = 'auto' | 'always' | 'never';

/** What a micro-batch may keep in memory before its layers are computed twice instead: 2 GiB. */
const mostKept = 2 ** 31;

/**
 * Bytes that one graph keeps of a micro-batch until the way back, roughly: what each layer has inside for every position,
 * the logits of a chunk with what the loss makes of them, and those of all tokens where the head is trained too.
 */
export function keptBytes(
  { config, adapters }: Pick<SharedModel, 'config' | 'adapters'>,
  microBatchTokens: number,
): number {
  const { hiddenSize, intermediateSize, heads, kvHeads, headSize, layers, vocabularySize } = config;
  const attention = 6 * heads * headSize + 6 * kvHeads * headSize + 2 * heads * microBatchTokens;
  const layer = 6 * hiddenSize + 5 * intermediateSize + attention;
  const chunk = 4 * chunkFor(vocabularySize, microBatchTokens) * vocabularySize;
  const trainedHead = adapters === null ? microBatchTokens * vocabularySize : 0;
  const numbers = microBatchTokens * layers * layer + chunk + trainedHead;
  return numbers * Float32Array.BYTES_PER_ELEMENT;
}

/**
 * Whether layers are computed twice, as they always are over a base in fewer bits, of which one layer at a time is
 * unpacked. Otherwise it follows from the model and the configuration alone, never from the memory that
 * happens to be free: the two forms round differently, and a resumed run must go on as it began.
 */
export function recomputes(
  model: Pick<SharedModel, 'config' | 'adapters'> & { readonly basePrecision?: BasePrecision },
  microBatchTokens: number,
  setting: Recompute,
): boolean {
  if (model.basePrecision === 'int4') return true;
  return setting === 'auto' ? keptBytes(model, microBatchTokens) > mostKept : setting === 'always';
}
