/** The parameters that a pass computes with: those that are trained, or the base below its adapters. */
import type { Tensors } from './runtime.ts';
import type { Task } from './scored-tokens.ts';
import { parameterTensors, type SharedModel } from './shared-model.ts';

export class ParameterSets {
  readonly #model: SharedModel;
  readonly #policy: Tensors;
  /** With adapters that add nothing; made when it is first asked for. */
  #base: Tensors | undefined;

  constructor(model: SharedModel) {
    this.#model = model;
    this.#policy = parameterTensors(model);
  }

  of(task: Task): Tensors {
    if (task.kind === 'differentiate' || task.of === 'policy') return this.#policy;
    const trained = new Float32Array(this.#base === undefined ? this.#model.trained.length : 0);
    this.#base ??= parameterTensors({ ...this.#model, trained });
    return this.#base;
  }
}
