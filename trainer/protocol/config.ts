/**
 * The run configuration, `critique-coder.json`. Every field has a default, so `{}` is a valid configuration,
 * and every field carries the text that editors and error messages show.
 * Rules between fields are in `config-rules.ts`.
 */
import { z } from 'zod';
import { chatSchema } from './chat.ts';
import { adaptersSchema } from './config-adapters.ts';
import {
  advantageSchema,
  contextSchema,
  dynamicSamplingSchema,
  lossSchema,
  optimiserSchema,
  samplingSchema,
} from './config-method.ts';
import { precisionChoiceSchema } from './critic.ts';

const count = z.int().min(1);
const countOrNone = z.int().min(0);
const share = z.number().min(0).max(1);
const positive = z.number().positive();
const notNegative = z.number().min(0);
const source = z
  .string()
  .min(1)
  .describe("'starter' for the embedded set, or a JSONL file, relative to the configuration file.");
const sources = z.array(source);

const heldBackSchema = z.strictObject({
  problems: sources.default([]).describe('Problems that are solved and executed, one source each.'),
  pairs: sources.default([]).describe('Labelled solutions that are judged, one source each.'),
  share: z
    .number()
    .min(0)
    .max(0.4)
    .default(0.1)
    .describe(
      'Without sources: the share of the training problems, with their pairs, that is held back for this. ' +
        "'starter' brings its own.",
    ),
});

const dataSchema = z.strictObject({
  problems: sources.default(['starter']).describe('Where the problems to solve come from, one source each.'),
  pairs: sources.default(['starter']).describe('Where the labelled solutions to judge come from.'),
  validation: heldBackSchema
    .prefault({})
    .describe('Chooses the best checkpoint and calibrates the critic. It is never the set that is reported.'),
  heldOut: heldBackSchema
    .prefault({})
    .describe('Measured before and after training, and used for nothing else.'),
});

const lengthSchema = z.union(
  [
    z.strictObject({ steps: count.describe('Training steps of the whole run.') }),
    z.strictObject({ epochs: positive.describe('Passes over the problems; rounded up to whole steps.') }),
  ],
  { error: 'expected either {"steps": a whole number from 1} or {"epochs": a number above 0}' },
);

const validationSchema = z.strictObject({
  every: countOrNone
    .default(10)
    .describe('Validate after every so many steps, and before the first; 0 never does.'),
  problems: countOrNone.default(64).describe('Problems solved each time.'),
  pairs: countOrNone.default(200).describe('Pairs judged each time.'),
  temperature: notNegative
    .max(10)
    .default(0.6)
    .describe('Temperature of completions that are measured, not learned from; 0 is greedy.'),
});

const earlyStopSchema = z.strictObject({
  patience: countOrNone
    .default(0)
    .describe(
      'Stop after this many validations in a row whose score has not risen by more than minimumGain; 0 never does.',
    ),
  minimumGain: notNegative
    .default(0)
    .describe(
      'For patience, a rise of the validation score by no more than this is none. The best checkpoint has the highest score all the same.',
    ),
  collapse: z
    .strictObject({
      action: z
        .enum(['stop', 'warn', 'off'])
        .default('stop')
        .describe('What to do when the critic has collapsed.'),
      steps: count.default(25).describe('Steps in a row that must look collapsed.'),
      saysCorrectMargin: z
        .number()
        .min(0)
        .max(0.5)
        .default(0.02)
        .describe("Collapsed: the share of 'correct' verdicts is within this of 0 or of 1."),
      minimumEntropy: notNegative.default(0).describe('Collapsed: the mean entropy is below this, in nats.'),
      maximumZeroStd: share
        .default(1)
        .describe('Collapsed: the share of groups with equal rewards is above this.'),
    })
    .prefault({})
    .describe('Guard against a critic that always gives the same verdict.'),
});

const checkpointSchema = z.strictObject({
  every: count.default(1).describe('Checkpoint after every so many steps; a crash loses at most that many.'),
  keep: count.default(2).describe('Newest checkpoints kept; the best by validation is kept besides.'),
});

/** Departure D11 in docs/method.md. */
const criticSchema = z.strictObject({
  critiques: countOrNone
    .default(4)
    .describe(
      'Critiques that the exported critic writes of a solution; their mean is its verdict. ' +
        '0 judges without words, many times faster, and writes a critique when one is asked for.',
    ),
  temperature: notNegative
    .max(10)
    .default(0.6)
    .describe('Temperature of these critiques; 0 is greedy, and then more than one say no more than one.'),
  precision: precisionChoiceSchema
    .default('auto')
    .describe(
      "How the exported critic's matrices are stored: fp32 as they are, int8 and int4 in 8 and 4 bits; " +
        "'auto' takes fewer bits the larger the model.",
    ),
});

/** What ONNX Runtime computes on. */
export const providerSchema = z.enum(['cpu', 'webgpu', 'cuda', 'directml']);
export type Provider = z.infer<typeof providerSchema>;

const engineSchema = z.strictObject({
  kind: z.literal('local').default('local').describe('Where the weights live: in this process.'),
  threads: z
    .union([z.literal('auto'), count], { error: "expected 'auto' or a whole number from 1" })
    .default('auto')
    .describe(
      "Cores that compute; 'auto' takes all. A run of a large model keeps the number that it began with.",
    ),
  executor: z
    .enum(['onnxruntime', 'tensorflow'])
    .default('onnxruntime')
    .describe(
      "What computes: ONNX Runtime, which is there, or TensorFlow, where '@tensorflow/tfjs-node-gpu' or " +
        "'@tensorflow/tfjs-node' is installed by you.",
    ),
  provider: z
    .enum(['auto', ...providerSchema.options])
    .default('auto')
    .describe(
      'Where ONNX Runtime computes: on the processor, or on a graphics card by WebGPU, CUDA or DirectML. ' +
        "'auto' takes a card for adapters on a large model, where it multiplies twice as fast as the processor; " +
        'a run keeps what it began with. The packaged extension for Windows comes without the libraries for cards: ' +
        'count on the processor there.',
    ),
  tensorflowFolder: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder with the node_modules of that package; left out, it is the one a command is started in.',
    ),
  microBatchTokens: count
    .default(1024)
    .describe('Most tokens that a core computes at once; less memory for more time.'),
  recompute: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .describe(
      'Compute each layer once more on the way back instead of keeping what is inside: far less memory for a ' +
        "third more time. 'auto' does so where keeping it would take more than 2 GiB.",
    ),
});

const sandboxSchema = z.strictObject({
  workers: z
    .union([z.literal('auto'), count], { error: "expected 'auto' or a whole number from 1" })
    .default('auto')
    .describe("Processes that execute programs; 'auto' takes the cores."),
  timeMs: count.default(2000).describe('Milliseconds a program may take for one test.'),
  memoryMb: count.default(256).describe('Megabytes a program may take beyond the interpreter.'),
});

export const runConfigSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors; otherwise ignored.'),
  base: z
    .string()
    .min(1)
    .default('starter')
    .describe(
      "What to train from: 'starter', a folder with a checkpoint, or a model of the Hugging Face hub as " +
        "'owner/name' or 'owner/name@revision', once 'critique-coder model get' has loaded it.",
    ),
  adapters: adaptersSchema
    .nullable()
    .optional()
    .describe(
      'Low-rank adapters (LoRA) that are trained on the frozen base; null trains the base itself. ' +
        'Left out, a base of more than 100 million parameters gets adapters and a smaller one is trained itself.',
    ),
  data: dataSchema.prefault({}).describe('Problems and pairs: trained on, validated on, held out.'),
  seed: z.int().min(0).max(0xffff_ffff).default(1).describe('Decides every random choice of the run.'),
  length: lengthSchema.default({ steps: 75 }).describe('How long to train: steps or epochs.'),
  promptsPerStep: count.default(160).describe('Prompts of one step, solve and critique together.'),
  groupSize: z
    .int()
    .min(2)
    .default(8)
    .describe('Completions sampled of each prompt and compared with one another.'),
  critiqueShare: share
    .default(0.2)
    .describe('Share of critique prompts: 0 trains solving alone, 1 judging alone.'),
  updatesPerRollout: count.default(2).describe('Optimiser updates on the completions of one step.'),
  sampling: samplingSchema.prefault({}).describe('How completions are sampled.'),
  chat: chatSchema
    .prefault({})
    .describe("How prompts are put to the model, beyond the checkpoint's template."),
  context: contextSchema.prefault({}).describe('Token limits, and the two phases of the completion limit.'),
  advantage: advantageSchema.prefault({}).describe('From rewards to advantages.'),
  loss: lossSchema.prefault({}).describe('From advantages to the loss.'),
  dynamicSampling: dynamicSamplingSchema.prefault({}).describe('What happens to groups that teach nothing.'),
  optimiser: optimiserSchema.prefault({}).describe('AdamW.'),
  validation: validationSchema.prefault({}).describe('Measuring on the validation set while training.'),
  earlyStop: earlyStopSchema.prefault({}).describe('Reasons to stop before the last step.'),
  critic: criticSchema.prefault({}).describe('How the exported critic judges.'),
  checkpoint: checkpointSchema.prefault({}).describe('How often the run is saved.'),
  engine: engineSchema.prefault({}).describe('What computes.'),
  sandbox: sandboxSchema.prefault({}).describe('Limits of the programs that are executed.'),
});

/** A configuration with every default filled in. */
export type RunConfig = z.output<typeof runConfigSchema>;
/** What a user may write: every field optional. */
export type RunConfigInput = z.input<typeof runConfigSchema>;

/** JSON Schema (draft 7, which editors read) of what a user may write in `critique-coder.json`. */
export function runConfigJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(runConfigSchema, { io: 'input', target: 'draft-7' }) };
}
