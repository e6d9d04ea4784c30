/**
 * What a family of problems is: a statement and solutions with holes, and the options that fill the holes.
 * Holes are written `$name`, or `$name.field` for another face of the chosen option. A statement takes an option's
 * words, a solution takes its code. One option for every parameter makes a problem.
 */
import type { ArgumentSpec } from './arguments.ts';

/** The kinds of mistakes, named by what a reader would say about them. */
export const bugKinds = [
  'early-return',
  'lost-update',
  'missed-condition',
  'missed-edge-case',
  'missed-step',
  'off-by-one',
  'swapped-arguments',
  'swapped-branches',
  'wrong-aggregate',
  'wrong-boundary',
  'wrong-comparison',
  'wrong-condition',
  'wrong-constant',
  'wrong-default',
  'wrong-index',
  'wrong-logic',
  'wrong-method',
  'wrong-operator',
  'wrong-order',
  'wrong-result',
  'wrong-start',
  'wrong-variable',
] as const;
export type BugKind = (typeof bugKinds)[number];

export interface Option {
  /** Interchangeable words for the statement. */
  readonly say: readonly string[];
  readonly code: string;
  /** Further faces, for `$name.field` in statements and solutions alike. */
  readonly more: Readonly<Record<string, string>>;
}

export interface Parameter {
  /** The mistake of whoever takes another of the options. */
  readonly kind: BugKind;
  readonly options: readonly Option[];
  /** More options, in problems to train on alone: what validation and the held-out splits ask stays as it is. */
  readonly wider: readonly Option[];
}

export interface Family {
  readonly name: string;
  /** The function's name and its arguments, such as `total(xs, n)`. */
  readonly signature: string;
  readonly params: Readonly<Record<string, Parameter>>;
  /** Two to four wordings of the statement. */
  readonly ask: readonly string[];
  /** Bodies of equivalent solutions; the first is the reference. */
  readonly solve: readonly string[];
  /** How to draw the arguments, one an argument. */
  readonly inputs: readonly ArgumentSpec[];
  /** Mistakes that only this family invites, as bodies. */
  readonly bugs?: readonly FamilyBug[];
}

export interface FamilyBug {
  readonly kind: BugKind;
  readonly body: string;
}

/** The option taken for every parameter. */
export type Choice = Readonly<Record<string, Option>>;
