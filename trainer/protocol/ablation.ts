/** Ablations: the grid that a user writes, what its folder holds, and the documents that `ablate` prints. */
import { z } from 'zod';
import { runConfigSchema } from './config.ts';
import { jsonSchema } from './data.ts';
import { runListStateSchema } from './reports.ts';

const count = z.int().min(0);
const seed = z.int().min(0).max(0xffff_ffff);

export const axisSchema = z.strictObject({
  path: z.string().min(1).describe('A field of the run configuration, dotted: `context.switch`.'),
  values: z.array(jsonSchema).min(1).describe('The values that it takes, one after the other.'),
});
export type Axis = z.infer<typeof axisSchema>;

export const heldOutSettingsSchema = z.strictObject({
  problems: count.default(300).describe('Held-out problems that every run solves.'),
  pairs: count.default(300).describe('Held-out pairs that every run judges.'),
  seed: seed.default(1).describe('Decides which of them are drawn, and how they are sampled.'),
});

const combineSchema = z
  .enum(['each', 'all'])
  .describe(
    "'each' varies one axis at a time from the configuration, 'all' combines every value with every other.",
  );

/** `ablate --grid FILE`. */
export const gridSchema = z.strictObject({
  config: z
    .string()
    .min(1)
    .optional()
    .describe('The run configuration at the centre, relative to this file; the starter’s if absent.'),
  axes: z.array(axisSchema).optional().describe('What is varied; the shares and the phase switch if absent.'),
  combine: combineSchema.default('each'),
  seeds: z.array(seed).min(1).optional().describe('Each cell is trained once with each; 1 to 5 if absent.'),
  baseline: z.string().min(1).optional().describe('The cell that the others are compared with.'),
  heldOut: heldOutSettingsSchema.prefault({}),
});
export type Grid = z.output<typeof gridSchema>;

/** What is trained and measured, with nothing left open. */
export const designSchema = z.object({
  /** At the centre; its seed is not used. */
  config: runConfigSchema,
  axes: z.array(axisSchema),
  combine: combineSchema,
  seeds: z.array(seed).min(1),
  baseline: z.string().nullable(),
  heldOut: heldOutSettingsSchema,
});
export type Design = z.infer<typeof designSchema>;

/** `ablation.json`: frozen, but for cells and seeds that are added. */
export const ablationRecordSchema = designSchema.extend({ protocol: z.int(), createdAt: z.iso.datetime() });
export type AblationRecord = z.infer<typeof ablationRecordSchema>;

const rowFields = {
  id: z.string().min(1),
  /** Tells the rows of one problem: the first 16 digits of the SHA-256 of its question. */
  problem: z.string().regex(/^[0-9a-f]{16}$/),
};

/** A problem or a pair, and what the policy did with it: sampled at the temperature of validation, and greedily. */
export const heldOutRowSchema = z.discriminatedUnion('task', [
  /** Whether the program passed every test. */
  z.object({ ...rowFields, task: z.literal('solve'), sampled: z.boolean(), greedy: z.boolean() }),
  /** The verdict; null where none could be read, which counts as a mistake. */
  z.object({
    ...rowFields,
    task: z.literal('critique'),
    correct: z.boolean(),
    sampled: z.boolean().nullable(),
    greedy: z.boolean().nullable(),
  }),
]);
export type HeldOutRow = z.infer<typeof heldOutRowSchema>;

/** `held-out.json` of a run of the ablation, and `base-held-out.json` of the model that all of them start from. */
export const heldOutRecordSchema = z.object({
  protocol: z.int(),
  /** Of the checkpoint that was measured: the best by validation. Null for the base. */
  step: count.nullable(),
  /** Wall-clock seconds of loading and measuring. */
  seconds: z.number().min(0),
  rows: z.array(heldOutRowSchema),
});
export type HeldOutRecord = z.infer<typeof heldOutRecordSchema>;

const plannedRunSchema = z.object({
  id: z.string(),
  cell: z.string(),
  seed,
  /** `new` where there is no run yet; otherwise as `runs` tells it. */
  state: z.enum(['new', ...runListStateSchema.options]),
  step: count,
  steps: count,
  /** Whether its best checkpoint was measured on held-out data. */
  measured: z.boolean(),
  /** Why it failed. */
  problem: z.string().nullable(),
});

/** `ablate --plan`. Seconds are those of runs of the same ablation; null before there are any. */
export const planReportSchema = z.object({
  out: z.string(),
  runs: z.array(plannedRunSchema.extend({ secondsLeft: z.number().nullable() })),
  secondsPerStep: z.number().nullable(),
  secondsLeft: z.number().nullable(),
});
export type PlanReport = z.infer<typeof planReportSchema>;

/** A figure with its 95 % interval; null where there are no rows for it. */
const estimateSchema = z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable();
const ratesSchema = z.object({
  pass1: estimateSchema,
  balancedAccuracy: estimateSchema,
  tpr: estimateSchema,
  tnr: estimateSchema,
});
const decodingsSchema = z.object({ sampled: ratesSchema, greedy: ratesSchema });

/** The standard deviation of a figure over the seeds; null below two. */
const spreadSchema = z.object({ pass1: z.number().nullable(), balancedAccuracy: z.number().nullable() });

/** A row of the paper's Table 5: per cent, of a model of 4 billion parameters. */
const paperRowSchema = z.object({
  critiqueShare: z.number(),
  evalPlus: z.number(),
  bigCodeBenchFull: z.number(),
  bigCodeBenchHard: z.number(),
  aider: z.number(),
  liveCodeBench: z.number(),
  average: z.number(),
});
export type PaperRow = z.infer<typeof paperRowSchema>;

const cellReportSchema = z.object({
  name: z.string(),
  /** What differs from the configuration at the centre, by path. */
  changes: z.record(z.string(), jsonSchema),
  critiqueShare: z.number(),
  /** Of the runs that are measured. */
  seeds: z.array(seed),
  figures: decodingsSchema,
  spread: spreadSchema,
  /** Cell − baseline cell, over the seeds that both have; null for the baseline itself and where there is none. */
  versusBaseline: decodingsSchema.nullable(),
  /** Cell − untrained base. */
  versusBase: decodingsSchema.nullable(),
  /** Nothing but the critique share differs from the centre. */
  isShareOnly: z.boolean(),
  /** The paper's row with the same share, for such a cell. */
  paper: paperRowSchema.nullable(),
});
export type CellReport = z.infer<typeof cellReportSchema>;

/** `report.json`, and what `ablate --json` prints. */
export const ablationReportSchema = z.object({
  out: z.string(),
  baseline: z.string(),
  /** What is varied, by path, with the value at the centre. */
  centre: z.record(z.string(), jsonSchema),
  heldOut: heldOutSettingsSchema.extend({ temperature: z.number() }),
  runs: z.array(
    plannedRunSchema.extend({
      /** Why it ended: with all steps, or early. Null before it has. */
      reason: z.string().nullable(),
      bestStep: count.nullable(),
      /** The step after which the second phase began. */
      switchedAt: count.nullable(),
      /** Of its steps alone. */
      trainingSeconds: z.number(),
    }),
  ),
  /** Of the untrained base; its interval is of problems alone. */
  base: decodingsSchema.nullable(),
  cells: z.array(cellReportSchema),
  paper: z.array(paperRowSchema),
});
export type AblationReport = z.infer<typeof ablationReportSchema>;
