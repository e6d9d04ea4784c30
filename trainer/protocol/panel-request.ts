/** What the panel's page asks of the extension host: one message each, checked by the host before anything else. */
import { z } from 'zod';

/** Runs that are drawn over one another at most. */
export const SHOWN_RUNS = 6;
/** Metrics besides those of the charts. */
export const OTHER_METRICS = 100;
/** How often older entries of the log can be asked for. */
export const LOG_PAGES = 5;

/** The absolute path of a run's folder, as a snapshot named it; the host refuses any other. */
const run = z.string().min(1).max(4096);
const index = z.int().min(0);

/** What the horizontal axis counts: steps, tokens computed, or seconds trained. */
export const axisSchema = z.enum(['step', 'tokens', 'seconds']);
export type Axis = z.infer<typeof axisSchema>;

export const rangeSchema = z.object({ axis: axisSchema, from: z.number(), to: z.number() });
export type Range = z.infer<typeof rangeSchema>;

/** What the page shows and therefore wants in every snapshot. */
export const panelViewSchema = z.object({
  /** The first is in focus, the others are drawn over it; empty is the newest. */
  runs: z.array(run).max(SHOWN_RUNS),
  metrics: z.array(z.string().min(1).max(200)).max(OTHER_METRICS),
  /** The part that is zoomed into. */
  range: rangeSchema.nullable(),
});
export type PanelView = z.infer<typeof panelViewSchema>;

/** A prompt of a step: the row's index in its samples file, counted over the readable lines. */
const placeSchema = z.object({ step: index, row: index });
export type SamplePlace = z.infer<typeof placeSchema>;

export const sampleQuerySchema = z.object({
  run,
  task: z.enum(['any', 'solve', 'critique']),
  /** By the best completion of the group: none earned anything, some did, one earned all. */
  reward: z.enum(['any', 'none', 'some', 'full']),
  timeouts: z.boolean(),
  /** Where to begin, going back in time; null begins with the newest step. */
  from: placeSchema.nullable(),
});
export type SampleQuery = z.infer<typeof sampleQuerySchema>;

/** A text of a sample: the prompt, or something of one completion. */
export const textPlaceSchema = z.object({
  run,
  step: index,
  row: index,
  completion: index.nullable(),
  field: z.enum(['prompt', 'text', 'sandbox']),
});
export type TextPlace = z.infer<typeof textPlaceSchema>;

export const logLevelSchema = z.enum(['error', 'warning', 'info', 'step']);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** `level` and what is worse; `pages` times as many entries, from the newest back. */
export const logQuerySchema = z.object({ run, level: logLevelSchema, pages: z.int().min(1).max(LOG_PAGES) });
export type LogQuery = z.infer<typeof logQuerySchema>;

/** What can be done to a run. */
export const panelActionSchema = z.enum([
  'pause',
  'unpause',
  'stopAndSave',
  'stop',
  /** Ends the process of a trainer that hears nothing. */
  'endProcess',
  /** Takes the run from a machine that is gone. */
  'takeOver',
  'resume',
  'extend',
  'delete',
  'reveal',
]);
export type PanelAction = z.infer<typeof panelActionSchema>;

/** What the host does in VS Code, about the run in focus. */
export const panelCommandSchema = z.enum(['openLog', 'openRecord', 'exportMetrics', 'openMonitor']);
export type PanelCommand = z.infer<typeof panelCommandSchema>;

/** The page's first message. A page of another version is told so and gets nothing else. */
export const greetingSchema = z.object({ type: z.literal('ready'), protocol: z.int() });

export const panelRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), protocol: z.int(), view: panelViewSchema }),
  z.object({ type: z.literal('view'), view: panelViewSchema }),
  z.object({ type: z.literal('samples'), query: sampleQuerySchema }),
  /** The characters of a long text from this one on. */
  z.object({ type: z.literal('text'), place: textPlaceSchema, from: index }),
  z.object({ type: z.literal('log'), query: logQuerySchema }),
  z.object({ type: z.literal('perform'), run, action: panelActionSchema }),
  z.object({ type: z.literal('command'), run, command: panelCommandSchema }),
  /** As it is drawn: with this axis, smoothing and range. */
  z.object({
    type: z.literal('exportChart'),
    chart: z.string(),
    axis: axisSchema,
    smoothing: z.number().min(0).lt(1),
    view: panelViewSchema,
  }),
  /** Runs `critiqueCoder.train`. */
  z.object({ type: z.literal('train') }),
]);
export type PanelRequest = z.infer<typeof panelRequestSchema>;
