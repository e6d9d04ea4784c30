/**
 * The control socket of a running trainer: JSON documents, one a line, both ways.
 * The client speaks first, and its first message is `hello`; any other version is refused with a sentence that says so.
 * Then each command is answered by one `reply` or `rejected` with its `id`, and a `heartbeat` comes at every change of
 * the status and every second, so that a silent trainer can be told from a busy one.
 */
import { z } from 'zod';
import { phaseSchema } from './run-folder.ts';

/** Longest line either side accepts, in bytes. */
export const CONTROL_LINE_BYTES = 65_536;
/** Milliseconds between heartbeats. */
export const HEARTBEAT_MS = 1_000;
/** Milliseconds of silence after which the other side counts as gone. */
export const SILENCE_MS = 10_000;

export const runStateSchema = z.enum([
  'preparing',
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'finished',
  'failed',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** What the trainer is busy with inside a step. */
export const activitySchema = z.enum([
  'loading',
  'generating',
  'executing-tests',
  'updating',
  'validating',
  'saving',
  'exporting',
  'waiting',
]);
export type Activity = z.infer<typeof activitySchema>;

export const runStatusSchema = z.object({
  state: runStateSchema,
  activity: activitySchema,
  /** The last complete step, and the steps of the whole run. */
  step: z.int().min(0),
  steps: z.int().min(0),
  phase: phaseSchema,
});
export type RunStatus = z.infer<typeof runStatusSchema>;

const id = z.int().min(0);

export const helloSchema = z.object({ type: z.literal('hello'), protocol: z.int(), token: z.string() });
export type Hello = z.infer<typeof helloSchema>;

export const commandSchema = z.discriminatedUnion('type', [
  /** Finish the current step, save, and wait. */
  z.object({ type: z.literal('pause'), id }),
  z.object({ type: z.literal('unpause'), id }),
  /** With `save`: finish the current step and save it. Without: abandon the current step at once. */
  z.object({ type: z.literal('stop'), id, save: z.boolean() }),
  z.object({ type: z.literal('status'), id }),
]);
export type Command = z.infer<typeof commandSchema>;
/** A command before the client numbers it. */
export type CommandBody =
  { readonly type: 'pause' | 'unpause' | 'status' } | { readonly type: 'stop'; readonly save: boolean };

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), protocol: z.int(), run: z.string(), status: runStatusSchema }),
  z.object({
    type: z.literal('refused'),
    protocol: z.int(),
    reason: z.enum(['version', 'token', 'malformed', 'silence']),
    message: z.string(),
  }),
  z.object({ type: z.literal('heartbeat'), status: runStatusSchema }),
  z.object({ type: z.literal('reply'), id, status: runStatusSchema }),
  z.object({
    type: z.literal('rejected'),
    id,
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    status: runStatusSchema,
  }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
