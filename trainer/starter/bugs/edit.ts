/** One small change of a program that a person could have made by mistake. */
import type { BugKind } from '../family.ts';

export interface Edit {
  readonly kind: BugKind;
  /** The text from `start` to `end` becomes `text`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdit(program: string, { start, end, text }: Edit): string {
  return program.slice(0, start) + text + program.slice(end);
}
