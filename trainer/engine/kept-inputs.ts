/** Inputs that change little from run to run: where a graph is computed elsewhere, copies of them stay there. */
import type { Tensor } from 'onnxruntime-node';

/**
 * The names, and the copies while there are any. A tensor stands for what its memory holds when it is first given:
 * whoever changes that gives another one, but for what `grown` says. Disposing it lets the copies go; new ones may
 * follow.
 */
export class KeptInputs implements Disposable {
  readonly names: readonly string[];
  /**
   * Input [slots, heads, capacity, size] → the output [slots, heads, 1, size] whose rows the owner of the memory writes
   * there behind every run, each slot's at the position that the input `held` [slots] (int32) has for it.
   */
  readonly grown: ReadonlyMap<string, string>;
  readonly #copies = new Map<string, { readonly given: Tensor; readonly copy: Tensor }>();

  constructor(names: readonly string[], grown: ReadonlyMap<string, string>) {
    this.names = names;
    this.grown = grown;
  }

  /** The copy of what the input was given before, if that is the same tensor. */
  copyOf(name: string, given: Tensor | undefined): Tensor | undefined {
    const held = this.#copies.get(name);
    return held?.given === given ? held?.copy : undefined;
  }

  /** Takes over a copy; one that the input had before is let go. */
  keep(name: string, given: Tensor, copy: Tensor): void {
    const before = this.#copies.get(name);
    this.#copies.set(name, { given, copy });
    before?.copy.dispose();
  }

  [Symbol.dispose](): void {
    for (const { copy } of this.#copies.values()) copy.dispose();
    this.#copies.clear();
  }
}
