/** The angles of rotary positions. */
import type { Graph } from '../graph/graph.ts';
import type { RotaryTables } from '../graph/operators/attention.ts';
import type { DecoderConfig } from './config.ts';
import { rotarySpeed } from './rope.ts';

/** Adds the tables as inputs "cosine" and "sine", each [positions, headSize / 2]. */
export function rotaryInputs(graph: Graph, config: DecoderConfig): RotaryTables {
  const shape = ['positions', config.headSize / 2];
  return { cosine: graph.input('cosine', 'float32', shape), sine: graph.input('sine', 'float32', shape) };
}

/** The tables' numbers for `count` positions: position t turns frequency i by t times its speed. */
export function rotaryAngles(
  config: DecoderConfig,
  count: number,
): { readonly cosine: Float32Array; readonly sine: Float32Array; readonly shape: readonly [number, number] } {
  const half = config.headSize / 2;
  const cosine = new Float32Array(count * half);
  const sine = new Float32Array(count * half);
  for (let frequency = 0; frequency < half; frequency++) {
    const speed = rotarySpeed(config.rope, frequency, config.headSize);
    for (let position = 0; position < count; position++) {
      cosine[position * half + frequency] = Math.cos(position * speed);
      sine[position * half + frequency] = Math.sin(position * speed);
    }
  }
  return { cosine, sine, shape: [count, half] };
}
