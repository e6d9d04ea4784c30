/** The JSON documents that the commands print with `--json`, fixed for everyone who reads them. */
import { z } from 'zod';
import { runStateSchema } from './control.ts';
import { critiqueMetricsSchema } from './critic.ts';
import { pairsReportSchema } from './pairs.ts';
import { bestSchema } from './run-folder.ts';

const probability = z.number().min(0).max(1);
const count = z.int().min(0);
/** 95 % confidence interval. */
const interval = z.tuple([z.number(), z.number()]);

/** `label`: null stands for not knowable, with the reason; it never means incorrect. */
export const labelReportSchema = z.object({
  n: count,
  correct: count,
  incorrect: count,
  unlabelled: count,
  /** Of the unlabelled, those that passed other tests when they were run again. */
  flaky: count,
  rows: z
    .array(
      z.object({
        id: z.string(),
        problemId: z.string(),
        passRate: probability.nullable(),
        correct: z.boolean().nullable(),
        reason: z.string(),
        /** The tests that did not pass; `test` is an index from 0, `wrong` a test that ran and answered otherwise. */
        failures: z.array(z.object({ test: count, status: z.string(), detail: z.string() })).readonly(),
        flaky: z.literal(true).optional(),
      }),
    )
    .readonly(),
  /** With `--pairs`. */
  pairs: pairsReportSchema.optional(),
});
export type LabelReport = z.infer<typeof labelReportSchema>;

/** `critique`: one row a function; lines count from 1, and `endLine` is the last line of the function. */
export const critiqueReportSchema = z.object({
  critic: z.string(),
  rows: z.array(
    z.object({
      file: z.string(),
      function: z.string(),
      line: z.int().min(1),
      endLine: z.int().min(1),
      verdict: z.enum(['correct', 'incorrect', 'unsure']),
      /** Calibrated probability that the verdict is right. */
      confidence: probability,
      reason: z.string().optional(),
      critique: z.string().optional(),
      /** The critique concludes the opposite: it was written after the verdict, or the threshold is not where it draws the line. */
      concludesOtherwise: z.boolean().optional(),
    }),
  ),
});
export type CritiqueReport = z.infer<typeof critiqueReportSchema>;

/** `eval`. */
export const evalReportSchema = critiqueMetricsSchema;
export type EvalReport = z.infer<typeof evalReportSchema>;

/** `doctor`: a check that is not ok says what to do. */
export const doctorReportSchema = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({ name: z.string(), ok: z.boolean(), found: z.string(), todo: z.string().nullable() }),
  ),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** State of a run as its folder tells it: `interrupted` was never told to stop, `unreadable` has a `problem`. */
export const runListStateSchema = z.enum([...runStateSchema.options, 'interrupted', 'unreadable']);
export type RunListState = z.infer<typeof runListStateSchema>;

/** `runs`: newest first. */
export const runsReportSchema = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      folder: z.string(),
      state: runListStateSchema,
      createdAt: z.iso.datetime().nullable(),
      step: count,
      /** Null while the length is not known. */
      steps: count.nullable(),
      best: bestSchema.nullable(),
      /** Of the process that trains it now. */
      pid: z.int().nullable(),
      problem: z.string().nullable(),
    }),
  ),
});
export type RunsReport = z.infer<typeof runsReportSchema>;

/** Of a model on held-out data. */
export const measurementSchema = z.object({
  /** Share of problems solved at the first attempt. */
  pass1: probability,
  pass1Interval: interval.optional(),
  critique: z.object({
    balancedAccuracy: probability,
    balancedAccuracyInterval: interval.optional(),
    tpr: probability,
    tnr: probability,
    n: count,
  }),
});
export type Measurement = z.infer<typeof measurementSchema>;

const changeSchema = z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable();

/**
 * `runs/demo/summary.json`. Sampled at the temperature of validation; the greedy figures stand beside. `gain` has 95 %
 * intervals over the same problems and pairs. `heldOutNewFamilies` is of the trained model, the base's beside it.
 */
export const demoSummarySchema = z.object({
  seconds: z.number().min(0),
  steps: count,
  seed: z.int(),
  baseline: measurementSchema.extend({ greedy: measurementSchema }),
  trained: measurementSchema.extend({ greedy: measurementSchema }),
  gain: z.object({ pass1: changeSchema, balancedAccuracy: changeSchema }),
  heldOutNewFamilies: measurementSchema.extend({ baseline: measurementSchema }),
  critic: z.string(),
});
export type DemoSummary = z.infer<typeof demoSummarySchema>;
