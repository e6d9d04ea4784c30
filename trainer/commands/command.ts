/** What a command of the command line is, and what it may print to. */
import type { ParseArgsConfig } from 'node:util';
import { parallelism } from '../machine.ts';

/** 0 done, 1 failed, 2 wrong usage, 130 stopped. */
export type ExitCode = 0 | 1 | 2 | 130;

export interface Invocation {
  /** Options by name, as `parseArgs` returns them. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
  /** Prints the command's one JSON document to standard output; without `--json` it does nothing. */
  readonly json: (document: unknown) => void;
  /** Prints a line for people to standard error. */
  readonly say: (text: string) => void;
  /** Aborted by the first SIGINT or SIGTERM. `train` listens itself. */
  readonly signal: AbortSignal;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints after the usage line. */
  readonly help: string;
  /** What follows the command's name in its usage line. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Whether the command takes operands. */
  readonly takesOperands: boolean;
  /** Commands of their own below this one, each with its full name, as `data import`. */
  readonly verbs?: readonly Command[];
  run(invocation: Invocation): Promise<ExitCode>;
}

/** The value of a string option that must be given. */
export function required(invocation: Invocation, option: string): string {
  const value = invocation.values[option];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${option} is missing`);
  return value;
}

export function optional(invocation: Invocation, option: string): string | undefined {
  const value = invocation.values[option];
  return typeof value === 'string' ? value : undefined;
}

/** The value of an option that is a number from `least` to `most`; undefined when it is not given. */
export function optionalNumber(
  invocation: Invocation,
  option: string,
  least: number,
  most = Infinity,
): number | undefined {
  const text = optional(invocation, option);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < least || number > most) {
    const range = most === Infinity ? `from ${least}` : `from ${least} to ${most}`;
    throw new UsageError(`--${option} takes a number ${range}, not "${text}"`);
  }
  return number;
}

export function optionalInteger(
  invocation: Invocation,
  option: string,
  least: number,
  most = Infinity,
): number | undefined {
  const number = optionalNumber(invocation, option, least, most);
  if (number !== undefined && !Number.isInteger(number)) {
    throw new UsageError(`--${option} takes a whole number, not "${number}"`);
  }
  return number;
}

/** The value of `--workers`, processes that execute: one a core unless given. */
export const workersOf = (invocation: Invocation): number =>
  parallelism(optionalInteger(invocation, 'workers', 1));

/**
 * The most seconds that an option may give one program or one request: a day. A timer is given milliseconds and holds
 * three weeks of them; with more it would end at once.
 */
export const mostSeconds = 24 * 60 * 60;

/** The value of `--minutes`: a week at most, for a timer holds no more than three. */
export const optionalMinutes = (invocation: Invocation): number | undefined =>
  optionalNumber(invocation, 'minutes', 0.01, 7 * 24 * 60);

/** The command was called wrongly: exit code 2, with the usage line beside the message. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
