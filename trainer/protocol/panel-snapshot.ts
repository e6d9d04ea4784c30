/**
 * Everything the panel draws of its runs, complete every time: a hidden page loses messages, so none may build upon
 * the one before it.
 */
import { z } from 'zod';
import { activitySchema } from './control.ts';
import { panelActionSchema } from './panel-request.ts';
import { runListStateSchema } from './reports.ts';
import { bestSchema, phaseSchema } from './run-folder.ts';

const count = z.int().min(0);
const number = z.number();

/**
 * Rows with their place on each axis, and values by metric. With a `stride` above 1 two rows stand for that many: their
 * places are the first and the last of them, their values the lowest and the highest, in the order in which they came.
 * What lies between these is no average, so `buckets` then says of each how many rows it has, one or those of two, and
 * the mean of each metric in them.
 */
export const frameSchema = z.object({
  step: z.array(number),
  tokens: z.array(number),
  seconds: z.array(number),
  values: z.record(z.string(), z.array(number.nullable())),
  stride: count.min(1),
  buckets: z
    .object({ rows: z.array(count.min(1)), means: z.record(z.string(), z.array(number.nullable())) })
    .nullable(),
});
export type Frame = z.infer<typeof frameSchema>;

const markSchema = z.object({
  kind: z.enum(['phase', 'resumed', 'best']),
  label: z.string(),
  step: number,
  tokens: number,
  seconds: number,
});
export type Mark = z.infer<typeof markSchema>;

const noticeSchema = z.object({
  kind: z.enum(['warning', 'failure']),
  step: count,
  time: z.string(),
  message: z.string(),
  hint: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** A run as the list of runs offers it. */
export const runChoiceSchema = z.object({
  folder: z.string(),
  id: z.string(),
  /** What the user knows it by; not always its id. */
  name: z.string(),
  state: runListStateSchema,
  step: count,
  steps: count.nullable(),
  best: bestSchema.nullable(),
});
export type RunChoice = z.infer<typeof runChoiceSchema>;

export const runViewSchema = runChoiceSchema.extend({
  /** Why it failed or cannot be read, cut; of the run in focus only. */
  problem: z.string().nullable(),
  phase: phaseSchema,
  /** Null while nobody trains it. */
  activity: activitySchema.nullable(),
  secondsLeft: number.nullable(),
  /** Its trainer's process is there and has not answered for long. */
  silent: z.boolean(),
  /** The machine that its lock names, where that is another one and nothing is known of its trainer here. */
  host: z.string().nullable(),
  actions: z.array(panelActionSchema),
  /** Share of its journal that is read; 1 when all is. */
  read: number.min(0).max(1),
  /** A row a step, a row a validation, a row an observation of the trainer's memory. */
  frames: z.object({ steps: frameSchema, validation: frameSchema, memory: frameSchema }),
  /** The last value of every metric that was logged. */
  latest: z.record(z.string(), number),
  /** What the critic has said to nearly every solution of the last steps; null while it tells them apart. */
  collapse: z.enum(['correct', 'incorrect']).nullable(),
  /** Of the validation before training. */
  baseline: z.record(z.string(), number),
  marks: z.array(markSchema),
  /** The newest, cut; of the run in focus only. The log has all of them whole. */
  notices: z.array(noticeSchema),
  /** Names of all that was logged. */
  metrics: z.array(z.string()),
  /** Lines of the journals that cannot be read. */
  unreadable: count,
});
export type RunView = z.infer<typeof runViewSchema>;

/** A field of the frozen configurations of the shown runs, with its value in each; null where a run has none. */
const configRowSchema = z.object({
  path: z.string(),
  values: z.array(z.string().nullable()),
  differs: z.boolean(),
});
export type ConfigRow = z.infer<typeof configRowSchema>;

const figureSchema = z.object({ label: z.string(), value: z.string() });
export type Figure = z.infer<typeof figureSchema>;

export const snapshotSchema = z.object({
  type: z.literal('snapshot'),
  /** Newest first. */
  runs: z.array(runChoiceSchema),
  /** In the order that was asked for; the first is in focus. */
  shown: z.array(runViewSchema),
  config: z.array(configRowSchema),
  /** Versions, seeds and data sets of the run in focus. */
  facts: z.array(figureSchema),
  /** The machine, and the trainer's process on it. */
  system: z.array(figureSchema),
  /** Runs that the user asked for outside the page; the page selects them once for each `id`. */
  focus: z.object({ id: z.string(), runs: z.array(z.string()) }).nullable(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
