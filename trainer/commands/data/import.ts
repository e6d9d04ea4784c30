import { resolve } from 'node:path';
import { answerByReference, type Answered } from '../../data/import/answer.ts';
import { importFiles } from '../../data/import/import.ts';
import { importers } from '../../data/import/list.ts';
import { Tally } from '../../data/import/tally.ts';
import type { Importer, Unanswered } from '../../data/import/types.ts';
import { reportFile } from '../../data/report-file.ts';
import { RowFiles } from '../../data/row-files.ts';
import { refuseOccupied, writeOutput } from '../../output.ts';
import type { ImportReport } from '../../protocol/data-import.ts';
import { openSandbox, type OpenSandbox } from '../../sandbox/open.ts';
import { optional, required, UsageError, type Command, type Invocation } from '../command.ts';

const fileOf = {
  problem: 'problems.jsonl',
  solution: 'solutions.jsonl',
  pair: 'pairs.jsonl',
  rejected: 'rejected.jsonl',
} as const;

const nameWidth = Math.max(...importers.map(({ name }) => name.length));

export const dataImport: Command = {
  name: 'data import',
  summary: 'read problems, solutions and pairs out of published sets',
  usage: 'FILE… --out DIR [--format NAME] [--force] [--json]',
  help: [
    'Reads JSONL, gzipped JSONL (.jsonl.gz), JSON documents (.json) and Parquet (.parquet), and writes problems.jsonl,',
    'solutions.jsonl and pairs.jsonl, as far as there are such rows. What cannot be used stands in rejected.jsonl with',
    'file, line, field and reason. A file that completes tasks of another is given after it. A row may have 64 MiB, and a',
    'page of Parquet 512 MiB unpacked, a column of a group 512 MiB: a larger one takes all rows of its group with it.',
    '',
    '  --out DIR      the folder to write to; it is made if it is not there',
    '  --format NAME  what the files are, instead of what their first rows look like',
    '  --force        replace what an earlier import has written there',
    '  --json         {out, files, problems, solutions, pairs, rejected, repeated, repairs, reasons}',
    '',
    'Formats:',
    ...importers.map(({ name, about }) => `  ${name.padEnd(nameWidth)}  ${about}`),
  ].join('\n'),
  options: {
    out: { type: 'string' },
    format: { type: 'string' },
    force: { type: 'boolean' },
  },
  takesOperands: true,
  async run(invocation) {
    const files = invocation.positionals;
    if (files.length === 0) throw new UsageError('name at least one file to import');
    const format = formatNamed(optional(invocation, 'format'));
    const out = resolve(required(invocation, 'out'));
    await refuseOccupied(out, reportFile, invocation.values['force'] === true);
    const report = await importInto(out, files, format, invocation);
    tell(report, invocation);
    invocation.json(report);
    return 0;
  },
};

function formatNamed(name: string | undefined): Importer | undefined {
  const format = importers.find((importer) => importer.name === name);
  if (name === undefined || format !== undefined) return format;
  throw new UsageError(`--format takes one of ${importers.map((one) => one.name).join(', ')}, not "${name}"`);
}

function importInto(
  out: string,
  files: readonly string[],
  format: Importer | undefined,
  { signal }: Invocation,
): Promise<ImportReport> {
  return writeOutput(out, reportFile, async (folder) => {
    await using executor = new LazySandbox(signal);
    const answer = (one: Unanswered): Promise<Answered> => executor.answer(one);
    const tally = new Tally();
    await using rows = new RowFiles(folder);
    for await (const item of importFiles(files, { format, signal, answer })) {
      tally.add(item);
      if ('row' in item) await rows.add(fileOf[item.kind], item.row);
    }
    signal.throwIfAborted();
    await rows.finish();
    return tally.report(out);
  });
}

/** Opened when the first problem comes that has no answers: most sets need no execution. */
class LazySandbox implements AsyncDisposable {
  readonly #signal: AbortSignal;
  #sandbox: OpenSandbox | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async answer(unanswered: Unanswered): Promise<Answered> {
    this.#sandbox ??= await openSandbox({ workers: 1 });
    return await answerByReference(unanswered, this.#sandbox, this.#signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sandbox?.[Symbol.asyncDispose]();
  }
}

function tell(report: ImportReport, { say }: Invocation): void {
  const words = (counts: ImportReport['files'][number] | ImportReport): string =>
    (['problems', 'solutions', 'pairs', 'rejected', 'repeated'] as const)
      .filter((key) => counts[key] > 0)
      .map((key) => `${counts[key]} ${key}`)
      .join(', ') || 'nothing';
  for (const file of report.files) say(`${file.file}  ${file.format}, ${file.rows} rows: ${words(file)}`);
  for (const { what, count } of report.repairs) say(`repaired  ${count}  ${what}`);
  for (const { what, count } of report.reasons) say(`rejected  ${count}  ${what}`);
  say(`${report.out}: ${words(report)}`);
}
