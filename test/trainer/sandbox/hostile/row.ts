import type { Json } from '../../../../trainer/protocol/data.ts';
import type { CaseOutcome, Exercise, Limits } from '../../../../trainer/sandbox/types.ts';

/** A program that means harm, and what must come of it. */
export interface Hostile {
  readonly name: string;
  readonly program: string;
  /** Run as a program without input unless given. */
  readonly exercise?: Exercise;
  readonly limits?: Partial<Limits>;
  readonly status: CaseOutcome['status'];
  /** What it returned or printed, if it came to its end. */
  readonly value?: Json;
  readonly error?: RegExp;
}

export const soon: Partial<Limits> = { timeMs: 400 };
