/** The inputs of a training graph that say how its rows are packed. */
import type { Graph } from '../../graph/graph.ts';
import { packedAttend, packedMask, type Attend } from '../../model/attend.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { rotaryInputs } from '../../model/rotary.ts';
import type { MicroBatch } from './packing.ts';
import { rotaryTensors } from './rotary-tensors.ts';
import { tensorOver, type Tensors } from './runtime.ts';

/** Adds the inputs of rows × length positions; returns how layers attend to them. */
export function packedInputs(graph: Graph, config: DecoderConfig, grid: readonly [number, number]): Attend {
  const positions = graph.input('positions', 'int64', grid);
  const own = graph.input('own', 'int32', grid);
  const prefix = graph.input('prefix', 'int32', grid);
  return packedAttend(config, positions, packedMask(own, prefix), rotaryInputs(graph, config));
}

/** The tensors for these inputs. The rotary tables are kept, and grow when rows are longer than the model has positions. */
export class PackedTensors {
  readonly #config: DecoderConfig;
  #rotary: { readonly tables: Tensors; readonly count: number };

  constructor(config: DecoderConfig) {
    this.#config = config;
    this.#rotary = { tables: rotaryTensors(config, config.maxPositions), count: config.maxPositions };
  }

  of({ rows, length, positions, own, prefix }: MicroBatch): Tensors {
    if (this.#rotary.count < length) {
      this.#rotary = { tables: rotaryTensors(this.#config, length), count: length };
    }
    const grid = [rows, length];
    return {
      ...this.#rotary.tables,
      positions: tensorOver(positions, grid),
      own: tensorOver(own, grid),
      prefix: tensorOver(prefix, grid),
    };
  }
}
