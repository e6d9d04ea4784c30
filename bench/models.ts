/** The decoders that are measured, with random weights. */
import type { DecoderConfig } from '../trainer/model/config.ts';
import { parameterSpecs } from '../trainer/model/parameters.ts';

/** Of the starter model's kind: grouped-query attention with two query heads a key/value head, tied output matrix. */
export function decoderOf(
  shape: Pick<
    DecoderConfig,
    'layers' | 'hiddenSize' | 'intermediateSize' | 'vocabularySize' | 'maxPositions'
  >,
): DecoderConfig {
  const headSize = 64;
  const heads = shape.hiddenSize / headSize;
  return {
    family: 'qwen3',
    ...shape,
    heads,
    kvHeads: heads / 2,
    headSize,
    rmsNormEpsilon: 1e-6,
    rope: { theta: 10_000, scaling: null },
    tiedHead: true,
    // Random weights would end a completion at random.
    endTokens: [],
  };
}

/**
 * Floating-point operations that one position of a training step needs, by the usual count (PaLM, appendix B): 6 for
 * each weight of a matrix product, and 12 · layers · width · length for attention over the whole row.
 */
export function trainingOperations(config: DecoderConfig, length: number): number {
  const matrices = parameterSpecs(config).filter(({ shape }) => shape.length === 2);
  // The embedding counts once, as the output matrix that it also is.
  const weights = matrices.reduce((sum, { size }) => sum + size, 0);
  return 6 * weights + 12 * config.layers * config.heads * config.headSize * length;
}
