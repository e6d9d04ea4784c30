/**
 * The sections of the run configuration that the method decides: sampling, phases, advantages, loss, optimiser.
 * Their defaults are the paper's where a small model bears them; departures are numbered in docs/method.md.
 */
import { z } from 'zod';

const count = z.int().min(1);
const countOrNone = z.int().min(0);
const positive = z.number().positive();
const notNegative = z.number().min(0);

export const samplingSchema = z.strictObject({
  temperature: positive.max(10).default(0.6).describe('Logits are divided by it. Training needs it above 0.'),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe(
      'Smallest set of tokens that reaches this probability; 1 keeps all. Below 1 it biases the ratios.',
    ),
  topK: countOrNone
    .default(0)
    .describe('Most probable tokens kept; 0 keeps all. Above 0 it biases the ratios.'),
});

const switchSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('plateau').describe('Switch when the reward has stopped rising.'),
    window: count
      .default(20)
      .describe('Steps whose mean reward is compared with that of as many before them.'),
    tolerance: notNegative.default(0.01).describe('A rise of the mean below this counts as none.'),
    minSteps: count.default(60).describe('Never switch before this many steps.'),
  }),
  z.strictObject({
    kind: z.literal('step').describe('Switch after a fixed step.'),
    step: count.describe('The last step of the first phase.'),
  }),
  z.strictObject({ kind: z.literal('never').describe('Stay in the first phase.') }),
]);

export const contextSchema = z
  .strictObject({
    first: count.default(160).describe('Most tokens of a completion in the first phase.'),
    second: count
      .optional()
      .describe('Most tokens of a completion in the second phase; twice the first if absent.'),
    maxPromptTokens: count
      .default(320)
      .describe(
        'Longer prompts are left out of training and counted, as are those that leave the positions of the base ' +
          'no room for a completion of the second phase.',
      ),
    switch: switchSchema.prefault({ kind: 'plateau' }).describe('When the second phase begins.'),
  })
  .transform((context) => ({ ...context, second: context.second ?? 2 * context.first }));

export const advantageSchema = z.strictObject({
  scale: z
    .enum(['group', 'batch', 'none'])
    .default('group')
    .describe(
      'What the centred rewards are divided by: the standard deviation of their group, of the batch, or 1.',
    ),
  firstPhaseCritiqueScale: notNegative
    .default(0.8)
    .describe('Factor of the critique advantages in the first phase (the reward itself stays 0 or 1).'),
});

export const lossSchema = z.strictObject({
  aggregation: z
    .enum(['token-mean', 'seq-mean', 'constant-length'])
    .default('token-mean')
    .describe('How the losses of tokens become one number.'),
  clipLow: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.2)
    .describe('The probability ratio is clipped to at least 1 − clipLow.'),
  clipHigh: positive.default(0.3).describe('The probability ratio is clipped to at most 1 + clipHigh.'),
  dualClip: notNegative
    .default(3)
    .describe('Bound of the loss for negative advantages, above 1; 0 switches it off.'),
  klCoef: notNegative
    .default(0)
    .describe('Factor of the KL divergence from the base model; 0 needs no reference.'),
  entropyCoef: notNegative.default(0).describe('Factor of the entropy bonus.'),
  overlong: z
    .enum(['keep', 'mask', 'penalise'])
    .default('mask')
    .describe(
      'What happens to completions that were cut off: kept, left out of the loss, or penalised in reward.',
    ),
  overlongBuffer: countOrNone
    .default(0)
    .describe("With overlong 'penalise': the reward falls linearly to −1 over the last this many tokens."),
});

export const dynamicSamplingSchema = z.strictObject({
  dropZeroVariance: z
    .boolean()
    .default(true)
    .describe('Leave groups out whose completions all earned the same.'),
});

export const optimiserSchema = z.strictObject({
  learningRate: positive.default(1e-4).describe('Learning rate after the warm-up.'),
  warmupSteps: countOrNone
    .default(10)
    .describe('Updates over which the learning rate rises linearly from 0.'),
  schedule: z
    .enum(['constant', 'linear', 'cosine'])
    .default('constant')
    .describe(
      'The learning rate behind the warm-up: it stays, or falls to 0 by the last step. Extending a run spreads it anew.',
    ),
  beta1: z.number().min(0).lt(1).default(0.9).describe('Decay of the first moment.'),
  beta2: z.number().min(0).lt(1).default(0.99).describe('Decay of the second moment.'),
  epsilon: positive.default(1e-8).describe('Added to the root of the second moment.'),
  weightDecay: notNegative.default(0).describe('Decoupled weight decay.'),
  maxGradNorm: notNegative
    .default(1)
    .describe('The gradient is scaled down to this global norm; 0 leaves it alone.'),
});
