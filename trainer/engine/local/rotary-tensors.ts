/** The rotary tables as inputs of a graph. */
import type { DecoderConfig } from '../../model/config.ts';
import { rotaryAngles } from '../../model/rotary.ts';
import { tensorOver, type Tensors } from './runtime.ts';

/** ONNX Runtime wants at least as many positions as a row is long, even when a packed row uses low ones only. */
export function rotaryTensors(config: DecoderConfig, count: number): Tensors {
  const { cosine, sine, shape } = rotaryAngles(config, count);
  return { cosine: tensorOver(cosine, shape), sine: tensorOver(sine, shape) };
}
