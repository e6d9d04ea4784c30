/** What an importer is: it knows the rows of one published form and turns each into rows of ours. */
import type { z } from 'zod';
import type { Json, Language, Pair, Problem, Solution } from '../../protocol/data.ts';
import type { BadRow } from '../../errors/tasks.ts';
import { explain } from '../../tasks/explain.ts';
import type { Fault } from '../../tasks/explain.ts';
import { parseNested } from '../../tasks/read.ts';
import type { Recall } from './recall.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A problem that comes with inputs only: what its calls return is known once its solution has been executed. */
export interface Unanswered {
  readonly id: string;
  readonly question: string;
  readonly language: Language;
  readonly entryPoint: string;
  readonly solution: string;
  readonly family: string;
  readonly source: string;
  readonly starterCode: string;
  readonly inputs: readonly (readonly Json[])[];
}

/** What one row says. A part of it that cannot be used is `rejected` while the others count. */
export interface Converted {
  readonly problems?: readonly Problem[];
  readonly unanswered?: readonly Unanswered[];
  readonly solutions?: readonly Solution[];
  readonly pairs?: readonly Pair[];
  readonly rejected?: readonly Fault[];
  /** A sentence for each kind of change that was made so that the row can be used; they are counted. */
  readonly repairs?: readonly string[];
}

/** Where a row stands, and what earlier rows have left for it. */
export interface RowContext {
  readonly file: string;
  /** 1-based: a line of JSONL, an entry of a JSON array, a row of a Parquet file. */
  readonly row: number;
  /** The row as it was written, for numbers that JavaScript would round; absent where it was not text. */
  readonly text?: string;
  /** What later rows need of earlier ones, such as the prompt that a sample completes. */
  readonly recall: Recall;
}

export interface Importer {
  readonly name: string;
  /** One line for the list of formats. */
  readonly about: string;
  recognises(row: Fields): boolean;
  /** Throws a `RowFault` where the whole row is unusable. */
  convert(row: unknown, context: RowContext): Converted | Promise<Converted>;
}

/** Why a row cannot be used, and which field of it is at fault (empty: the row as a whole). */
export class RowFault extends Error implements Fault {
  override readonly name = 'RowFault';
  readonly field: string;
  readonly reason: string;

  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.field = field;
    this.reason = reason;
  }
}

export type RejectedRow = BadRow & { readonly format: string };

interface Form<Row> {
  readonly name: string;
  readonly about: string;
  /** The fields by which a row of this form is told from those of others. */
  readonly marks: readonly string[];
  readonly schema: z.ZodType<Row>;
  convert(this: void, row: Row, context: RowContext): Converted | Promise<Converted>;
}

/** An importer whose rows have a schema. */
export function defineImporter<Row>({ name, about, marks, schema, convert }: Form<Row>): Importer {
  return {
    name,
    about,
    recognises: (row) => marks.every((mark) => Object.hasOwn(row, mark)),
    convert: (row, context) => convert(checked(schema, row), context),
  };
}

/** The value as its schema has it; a `RowFault` says what is wrong. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, inside = ''): T {
  const parsed = parseNested(schema, value);
  if (parsed === null) throw new RowFault(inside, 'is nested too deeply');
  if (parsed.success) return parsed.data;
  const { field, reason } = explain(value, parsed.error.issues);
  throw new RowFault([inside, field].filter((part) => part !== '').join('.'), reason);
}
