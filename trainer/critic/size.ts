/** How much an exported critic takes of the disk, told from the shape of its network. */
import { blockBytes, blocksOf } from '../graph/matrix.ts';
import type { DecoderConfig } from '../model/config.ts';
import { parameterCount, parameterSpecs } from '../model/parameters.ts';
import { formatOf, precisionFor } from '../model/stored.ts';
import type { Precision, PrecisionChoice } from '../protocol/critic.ts';

const numberBytes = Float32Array.BYTES_PER_ELEMENT;

/** Of the network's numbers as they are stored; its graph and the tokenizer are small beside them. */
export function networkBytes(config: DecoderConfig, precision: Precision): number {
  const rotary = config.maxPositions * config.headSize * numberBytes;
  return parameterSpecs(config).reduce((sum, spec) => {
    const format = formatOf(spec, precision);
    if (format === null) return sum + spec.size * numberBytes;
    const [rows = 0, columns = 0] = spec.shape;
    return sum + rows * blocksOf(columns, format) * (blockBytes(format) + numberBytes);
  }, rotary);
}

/**
 * Bytes that an export takes at most of the disk on which the critic will be: itself, the checkpoint as a model, and the
 * network at full precision that fewer bits are measured against.
 */
export function exportBytes(config: DecoderConfig, choice: PrecisionChoice): number {
  const precision = precisionFor(config, choice);
  const model = parameterCount(parameterSpecs(config)) * numberBytes;
  const measured = precision === 'fp32' ? 0 : networkBytes(config, 'fp32');
  return model + networkBytes(config, precision) + measured;
}
