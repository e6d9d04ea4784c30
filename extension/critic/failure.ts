/** A failure of the server as the user is told it: its message, and the hint that came with it. */
import { z } from 'zod';
import { TrainerError } from '../../trainer/errors/error.ts';
import { serverAnswered } from '../errors/critique.ts';

const carriedSchema = z.object({ data: z.object({ code: z.string(), hint: z.string() }) });

/** The server sends code and hint as the data of its answer. */
export function serverFailureOf(cause: unknown): TrainerError {
  if (cause instanceof TrainerError) return cause;
  return serverAnswered(cause, carriedSchema.safeParse(cause).data?.data);
}
