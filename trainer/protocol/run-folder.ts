/**
 * What a run folder holds, file by file. The folder is the truth about a run: the panel, the tree, resume and
 * the tests read these records and nothing else. Readers ignore fields that they do not know.
 */
import { z } from 'zod';
import { runConfigSchema } from './config.ts';
import { jsonSchema } from './data.ts';

const step = z.int().min(0);
const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Names of metrics are TRL's, split by task as `solve/…` and `critique/…`. A metric without a value is left out. */
export const metricsSchema = z.record(z.string().min(1), z.number());
export type Metrics = z.infer<typeof metricsSchema>;

/** `run.json`: written once, when the run is created. */
export const runRecordSchema = z.object({
  protocol: z.int(),
  id: z.string().min(1),
  createdAt: time,
  config: runConfigSchema,
  /** Of the trainer, Node and ONNX Runtime, by name. */
  versions: z.record(z.string(), z.string()),
  /** Every seed that the run derives from the configured one, by purpose. */
  seeds: z.record(z.string(), z.int()),
  datasets: z.array(
    z.object({
      /** What the run uses it for: `problems`, `validation pairs`, … */
      role: z.string(),
      source: z.string(),
      sha256,
      rows: z.int().min(0),
    }),
  ),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

export const phaseSchema = z.union([z.literal(1), z.literal(2)]);
export type Phase = z.infer<typeof phaseSchema>;

/** A line of `metrics.jsonl`: one a step, in order, without gaps. */
export const metricsLineSchema = z.object({
  step: step.min(1),
  time,
  phase: phaseSchema,
  /** Wall-clock seconds of the step, without validation and saving. */
  seconds: z.number().min(0),
  /** Tokens computed in the step: prompts, completions and training passes. */
  tokens: z.int().min(0),
  /** The same, summed since the run began. */
  totalTokens: z.int().min(0),
  metrics: metricsSchema,
});
export type MetricsLine = z.infer<typeof metricsLineSchema>;

const sampledCompletionSchema = z.object({
  text: z.string(),
  tokens: z.int().min(0),
  finish: z.enum(['stop', 'length']),
  reward: z.number(),
  /** What the reward is made of, by name. */
  rewardParts: z.record(z.string(), z.number()),
  /** Null where the group was dropped before the advantages were computed. */
  advantage: z.number().nullable(),
  verdict: z.enum(['correct', 'incorrect']).nullable().optional(),
  /** What the tests of a solution answered, as text. */
  sandbox: z.string().optional(),
});

/** A line of `samples/step-000123.jsonl`: one a prompt, with all its completions. */
export const sampleRowSchema = z.object({
  step,
  task: z.enum(['solve', 'critique']),
  /** Of the problem, or of the pair that was judged. */
  id: z.string().min(1),
  prompt: z.string(),
  /** What a critique had to conclude; absent for solve prompts. */
  correct: z.boolean().optional(),
  completions: z.array(sampledCompletionSchema),
});
export type SampleRow = z.infer<typeof sampleRowSchema>;

/** `lock.json`: who trains this run, and how to talk to them. Readable by its owner alone. */
export const lockSchema = z.object({
  protocol: z.int(),
  pid: z.int().min(1),
  /** When the process started, in the operating system's own words; tells a reused pid from the old one. */
  processStart: z.string().nullable(),
  host: z.string(),
  /** Path of the Unix socket or name of the Windows pipe. */
  socket: z.string().min(1),
  /** The first message on the socket must carry it. */
  token: z.string().min(1),
  createdAt: time,
});
export type Lock = z.infer<typeof lockSchema>;

/** `best`: the step of the best checkpoint by validation. */
export const bestSchema = z.object({ step, score: z.number() });
export type Best = z.infer<typeof bestSchema>;

/** What the run has accumulated, apart from the training's own state. */
export const runProgressSchema = z.object({
  phase: phaseSchema,
  totalTokens: z.int().min(0),
  best: bestSchema.nullable(),
  /** Validations in a row whose score was not above `gainedScore` by more than `earlyStop.minimumGain`. */
  validationsSinceBest: z.int().min(0),
  /** The last score that was; null before the first. Older checkpoints do not have it: there it is the best one's. */
  gainedScore: z.number().nullable().optional(),
  /** Steps in a row that looked collapsed. */
  collapsedSteps: z.int().min(0),
});
export type RunProgress = z.infer<typeof runProgressSchema>;

/** `state.json` of a checkpoint. `state` is the training's own: sampler position, phase, reward history. */
export const checkpointStateSchema = z.object({
  protocol: z.int(),
  step,
  progress: runProgressSchema,
  state: jsonSchema,
});
export type CheckpointState = z.infer<typeof checkpointStateSchema>;

/** `manifest.json` of a checkpoint: every other file in it, by path relative to the checkpoint, with `/`. */
export const manifestSchema = z.object({
  protocol: z.int(),
  step,
  files: z.record(z.string(), z.object({ bytes: z.int().min(0), sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;
