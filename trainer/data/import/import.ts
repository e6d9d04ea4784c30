/**
 * Imports files of published sets, one row at a time. Every row is checked: what it becomes against our own schemas,
 * and its ids against those of all rows before it. Nothing is dropped in silence: a row that says again what an
 * earlier one said is told as repeated, every other one that cannot be used as rejected, with place and reason.
 */
import { tooManyRejected, unknownFormat } from '../../errors/data.ts';
import { hashContent } from '../../hash.ts';
import { pairSchema, problemSchema, solutionSchema } from '../../protocol/data.ts';
import type { Pair, Problem, Solution } from '../../protocol/data.ts';
import { longestRow } from '../../tasks/read.ts';
import { importerOf, importers } from './list.ts';
import { Recall } from './recall.ts';
import { readSource } from './source.ts';
import type { SourceOptions, SourceRow } from './source.ts';
import { checked, RowFault } from './types.ts';
import type { Converted, Importer, RejectedRow, RowContext, Unanswered } from './types.ts';
import type { Answered } from './answer.ts';

export type Item =
  | { readonly kind: 'file'; readonly file: string; readonly format: string }
  | { readonly kind: 'row' }
  | { readonly kind: 'problem'; readonly row: Problem }
  | { readonly kind: 'solution'; readonly row: Solution }
  | { readonly kind: 'pair'; readonly row: Pair }
  | { readonly kind: 'rejected'; readonly row: RejectedRow }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'repaired'; readonly how: string };

export interface ImportOptions extends SourceOptions {
  /** Instead of what the first row looks like. */
  readonly format?: Importer | undefined;
  /** Longest row that is made, in bytes; the longest that is read again unless told. */
  readonly mostWrittenBytes?: number | undefined;
  /** Executes the solutions of problems that come with inputs only. */
  readonly answer: (unanswered: Unanswered) => Promise<Answered>;
}

/** Rows that are looked at for one that tells the format. */
const rowsTried = 20;
/** A file with so many unusable rows is another one than was meant, or made to fill the disk. */
const mostRejected = 100_000;

export async function* importFiles(files: readonly string[], options: ImportOptions): AsyncGenerator<Item> {
  const session = new Session(options);
  for (const file of files) yield* session.importFile(file);
}

class Session {
  readonly #options: ImportOptions;
  readonly #recall = new Recall();
  /** A short hash of each row by its kind and id. */
  readonly #seen = new Map<string, string>();

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  async *importFile(file: string): AsyncGenerator<Item> {
    const rows = readSource(file, this.#options);
    try {
      const { format, first } = await this.#recognise(file, rows);
      yield { kind: 'file', file, format: format.name };
      let rejected = 0;
      for (const row of first) for await (const item of this.#importRow(file, row, format)) yield item;
      for await (const row of rows) {
        this.#options.signal?.throwIfAborted();
        for await (const item of this.#importRow(file, row, format)) {
          if (item.kind === 'rejected') rejected += 1;
          yield item;
        }
        if (rejected > mostRejected) throw tooManyRejected(file, mostRejected);
      }
    } finally {
      // A loop over the rows ends what reads them, but the first rows were taken without one.
      await rows.return(undefined);
    }
  }

  /** The format, and the rows that were read to find it out. */
  async #recognise(
    file: string,
    rows: AsyncGenerator<SourceRow>,
  ): Promise<{ readonly format: Importer; readonly first: readonly SourceRow[] }> {
    const first: SourceRow[] = [];
    while (first.length < rowsTried) {
      const next = await rows.next();
      if (next.done === true) break;
      const row = next.value;
      first.push(row);
      const format = this.#options.format ?? ('value' in row ? importerOf(row.value) : undefined);
      if (format !== undefined) return { format, first };
    }
    throw unknownFormat(
      file,
      whatWasThere(first),
      importers.map(({ name }) => name),
    );
  }

  async *#importRow(file: string, row: SourceRow, format: Importer): AsyncGenerator<Item> {
    yield { kind: 'row' };
    const reject = (field: string, reason: string): Item => ({
      kind: 'rejected',
      row: { file, line: row.number, format: format.name, field: readable(field), reason: readable(reason) },
    });
    if ('problem' in row) {
      yield reject('', row.problem);
      return;
    }
    const { number, text } = row;
    const context: RowContext = {
      file,
      row: number,
      recall: this.#recall,
      ...(text !== undefined && { text }),
    };
    try {
      const converted = await this.#complete(await format.convert(row.value, context));
      yield* this.#items(converted, reject);
    } catch (cause) {
      if (cause instanceof RowFault) yield reject(cause.field, cause.reason);
      else if (cause instanceof RangeError)
        yield reject('', `is too large or nested too deeply: ${cause.message}`);
      else throw cause;
    }
  }

  /** With the problems that had no answers yet. */
  async #complete(converted: Converted): Promise<Converted> {
    const answered: Answered[] = [];
    for (const one of converted.unanswered ?? []) answered.push(await this.#options.answer(one));
    return {
      ...converted,
      problems: [...(converted.problems ?? []), ...answered.flatMap(({ problem }) => problem ?? [])],
      rejected: [...(converted.rejected ?? []), ...answered.flatMap(({ rejected }) => rejected)],
    };
  }

  *#items(converted: Converted, reject: (field: string, reason: string) => Item): Generator<Item> {
    for (const { field, reason } of converted.rejected ?? []) yield reject(field, reason);
    for (const how of converted.repairs ?? []) yield { kind: 'repaired', how };
    for (const made of converted.problems ?? []) {
      const row = checked(problemSchema, made);
      yield this.#refusal('problem', row, reject) ?? { kind: 'problem', row };
    }
    for (const made of converted.solutions ?? []) {
      const row = checked(solutionSchema, made);
      yield this.#refusal('solution', row, reject) ?? { kind: 'solution', row };
    }
    for (const made of converted.pairs ?? []) {
      const row = checked(pairSchema, made);
      yield this.#refusal('pair', row, reject) ?? { kind: 'pair', row };
    }
  }

  /** What to say of a row that no other command would read, or whose id is taken; null for a new one. */
  #refusal(
    kind: string,
    row: { readonly id: string },
    reject: (field: string, reason: string) => Item,
  ): Item | null {
    const key = `${kind} ${row.id}`;
    const text = JSON.stringify(row);
    const most = this.#options.mostWrittenBytes ?? longestRow;
    if (Buffer.byteLength(text) > most) return reject('', `becomes a ${kind} of more than ${most} bytes`);
    const hash = hashContent(text).slice(0, 16);
    const earlier = this.#seen.get(key);
    if (earlier === hash) return { kind: 'repeated' };
    if (earlier !== undefined)
      return reject('id', `"${row.id}" is taken by an earlier ${kind} that says something else`);
    this.#seen.set(key, hash);
    return null;
  }
}

function whatWasThere(rows: readonly SourceRow[]): string {
  const [row] = rows;
  if (row === undefined) return 'it has no rows';
  if ('problem' in row) return `its first row ${readable(row.problem)}`;
  if (typeof row.value !== 'object' || row.value === null || Array.isArray(row.value)) {
    return 'its first row is not a JSON object';
  }
  const keys = Object.keys(row.value).slice(0, 20);
  return keys.length === 0
    ? 'its first row is empty'
    : `its first row has the fields ${readable(keys.join(', '))}`;
}

const longestReason = 300;

/** What files say goes to terminals and logs: in one line, without control characters, and cut. */
function readable(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed();
  return line.length <= longestReason ? line : `${line.slice(0, longestReason)}…`;
}
