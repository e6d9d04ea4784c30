/**
 * A line of `events.jsonl`: what happened to a run, told apart by `type`. The step is the last one that was complete
 * when it happened, so the steps never fall along the file.
 */
import { z } from 'zod';
import { metricsSchema, phaseSchema } from './run-folder.ts';

const common = { step: z.int().min(0), time: z.iso.datetime() };
const reason = z.string().min(1);

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('started'), steps: z.int().min(1) }),
  z.object({
    ...common,
    type: z.literal('resumed'),
    /** Steps of the whole run; more than before when a finished run was extended. */
    steps: z.int().min(1),
    /** How the trainer before this one ended; `interrupted` means that it could not say. */
    after: z.enum(['stopped', 'finished', 'failed', 'interrupted']),
    /** Lines and checkpoints beyond the step were moved to this folder, relative to the run's. */
    setAside: z.string().nullable(),
  }),
  z.object({ ...common, type: z.literal('phase-switched'), phase: phaseSchema, reason }),
  z.object({
    ...common,
    type: z.literal('validation'),
    /** Higher is better; the best checkpoint is chosen by it. */
    score: z.number(),
    metrics: metricsSchema,
  }),
  z.object({
    ...common,
    type: z.literal('best-checkpoint'),
    score: z.number(),
    previous: z.number().nullable(),
  }),
  z.object({ ...common, type: z.literal('checkpoint-saved'), folder: z.string(), bytes: z.int().min(0) }),
  z.object({ ...common, type: z.literal('warning'), code: z.string(), message: reason }),
  z.object({ ...common, type: z.literal('paused') }),
  z.object({ ...common, type: z.literal('unpaused') }),
  /** Training goes on from the saved step; null when nothing was saved yet. */
  z.object({ ...common, type: z.literal('stopped'), savedStep: z.int().min(0).nullable() }),
  z.object({ ...common, type: z.literal('finished'), reason: z.enum(['all-steps', 'patience', 'collapse']) }),
  z.object({ ...common, type: z.literal('failed'), code: z.string(), message: reason, hint: z.string() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** What happened, before the journal adds when. */
export type RunEventBody = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'step' | 'time'>
    : never
  : never;

/** What a training step may report itself. */
export type StepEvent = Extract<RunEventBody, { type: 'phase-switched' | 'warning' }>;
