/** What the training bench asks its contestants; `peers/train.py` answers the same. */
import { z } from 'zod';
import { providerSchema } from '../../trainer/protocol/config.ts';
import { projections } from '../../trainer/protocol/config-adapters.ts';
import { createRandom } from '../../trainer/random.ts';
import { sampleSchema } from '../sample/protocol.ts';

const adamWSchema = z.object({
  learningRate: z.number(),
  beta1: z.number(),
  beta2: z.number(),
  epsilon: z.number(),
  weightDecay: z.number(),
  maxGradNorm: z.number(),
});

/** Adapters that are trained in place of the model. Ours writes into the folder what it begins with, and the peers read it. */
const adaptersSchema = z.object({
  rank: z.int(),
  alpha: z.number(),
  targets: z.array(z.enum(projections)),
  folder: z.string(),
});

const productsSchema = z.object({
  do: z.literal('products'),
  threads: z.int(),
  /** [m, k, n] of each product that is tried. */
  sizes: z.array(z.tuple([z.int(), z.int(), z.int()])),
  /** Milliseconds for each. */
  milliseconds: z.number(),
});

export const questionSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('open'),
    model: z.string(),
    threads: z.int(),
    /** Rows of token ids, all of one length. */
    rows: z.array(z.array(z.int())),
    adamW: adamWSchema,
    /** Tokens that are computed at once; the peer that trains the whole model computes all rows at once. */
    microBatchTokens: z.int(),
    adapters: adaptersSchema.optional(),
    /** Whether layers are computed again on the way back instead of being kept. */
    recompute: z.enum(['auto', 'always', 'never']).default('auto'),
    /** Where ours computes, and by which name PyTorch knows the same device. */
    provider: providerSchema.optional(),
    device: z.string().optional(),
  }),
  z.object({ do: z.literal('steps'), count: z.int() }),
  sampleSchema,
  productsSchema,
  z.object({ do: z.literal('memory') }),
]);

/** Rows of token ids that a bench trains on. */
export function randomRows(
  { rows, length }: { readonly rows: number; readonly length: number },
  vocabulary: number,
  seed: number,
): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => Array.from({ length }, () => random.integer(vocabulary)));
}

export const stepsSchema = z.object({ milliseconds: z.array(z.number()), losses: z.array(z.number()) });
export type StepsAnswer = z.infer<typeof stepsSchema>;
export const productsAnswerSchema = z.object({ operationsPerSecond: z.number() });

interface Product extends AsyncDisposable {
  run(): Promise<void>;
}

/** The most floating-point operations a second that any of the products reached in any of its repetitions. */
export async function bestProductSpeed(
  { sizes, milliseconds }: z.infer<typeof productsSchema>,
  open: (m: number, k: number, n: number) => Promise<Product>,
): Promise<number> {
  let best = 0;
  for (const [m, k, n] of sizes) {
    await using product = await open(m, k, n);
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const began = performance.now();
      await product.run();
      best = Math.max(best, (2 * m * k * n * 1000) / (performance.now() - began));
    }
  }
  return best;
}
