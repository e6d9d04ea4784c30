/**
 * The one error type of the trainer process. Each room keeps its failures as functions in `errors/<room>.ts`;
 * whatever reaches the user without being a `TrainerError` is a defect of ours and is shown with its stack.
 */
export class TrainerError extends Error {
  override readonly name = 'TrainerError';
  /** Stable, dotted, machine-readable: `tasks.bad-row`, `run.locked`. */
  readonly code: string;
  /** What the user can do next, as one sentence. */
  readonly hint: string;

  constructor(code: string, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The text of anything thrown, for use inside another error's message. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
