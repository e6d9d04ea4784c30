/** A failure of the server as the user is told it: its message, and the hint that came with it. */
import { z } from 'zod';
import { reasonOf, TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

const carriedSchema = z.object({ data: z.object({ code: z.string(), hint: z.string() }) });

/** The server sends code and hint as the data of its answer. */
export function failureOf(cause: unknown): TrainerError {
  if (cause instanceof TrainerError) return cause;
  const { data } = carriedSchema.safeParse(cause);
  const code = data?.data.code ?? 'critique.failed';
  const hint = data?.data.hint ?? t('The log of Critique-Coder has more.');
  return new TrainerError(code, reasonOf(cause), hint, { cause });
}
