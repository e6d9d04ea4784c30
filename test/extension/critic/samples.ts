/** Verdicts and critics for the tests of the room. */
import type { Memory } from '../../../extension/base/memory.ts';
import type { CriticInfo, FunctionVerdict } from '../../../trainer/protocol/critic-server.ts';

export const sampleVerdict = (changes: Partial<FunctionVerdict> = {}): FunctionVerdict => ({
  id: 'total',
  name: 'total',
  line: 3,
  endLine: 5,
  hash: 'a'.repeat(64),
  state: 'incorrect',
  confidence: 0.84,
  reason: null,
  earlier: null,
  ...changes,
});

export const sampleCritic: CriticInfo = {
  folder: '/runs/one/critic',
  name: 'one',
  hash: 'b'.repeat(64),
  heldOut: { n: 400, balancedAccuracy: 0.731, tpr: 0.7, tnr: 0.76 },
  threshold: 0.52,
  unsure: { from: 0.4, to: 0.64 },
};

/** A memento, as far as it is used: what is written comes back as it would from the disk. */
export class MapMemory implements Memory {
  readonly #values = new Map<string, string>();

  get(key: string): unknown {
    const text = this.#values.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}
