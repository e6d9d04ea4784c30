/** All metrics of a run as CSV, a row a step, with every digit that was logged. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MetricsLine } from '../../trainer/protocol/run-folder.ts';
import { metricsLineSchema } from '../../trainer/protocol/run-folder.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import type { JournalCursor } from '../../trainer/run/journal-reader.ts';
import { readJournal } from '../../trainer/run/journal-reader.ts';

const PAGE_BYTES = 2 ** 20;

/** The file's text in pieces; a head and nothing else when nothing was logged. Throws when aborted: a part is no CSV. */
export async function* metricsCsv(run: string, signal: AbortSignal): AsyncGenerator<string> {
  const names = new Set<string>();
  for await (const lines of pagesOf(run, signal)) {
    for (const { metrics } of lines) for (const name of Object.keys(metrics)) names.add(name);
  }
  const columns = [...names].sort();
  yield row(['step', 'time', 'phase', 'seconds', 'tokens', 'total_tokens', ...columns]);
  for await (const lines of pagesOf(run, signal)) {
    yield lines
      .map(({ step, time, phase, seconds, tokens, totalTokens, metrics }) =>
        row([step, time, phase, seconds, tokens, totalTokens, ...columns.map((name) => metrics[name])]),
      )
      .join('');
  }
}

async function* pagesOf(run: string, signal: AbortSignal): AsyncGenerator<readonly MetricsLine[]> {
  let cursor: JournalCursor | undefined;
  for (let complete = false; !complete;) {
    signal.throwIfAborted();
    const page = await readJournal(runFolder(run).metrics, metricsLineSchema, cursor, PAGE_BYTES);
    yield page.records;
    ({ cursor, complete } = page);
    await nextTurn();
  }
}

const row = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map((cell) => (cell === undefined ? '' : cellOf(cell))).join(',')}\r\n`;

/** RFC 4180. A name that a spreadsheet would take for a formula is made a text. */
function cellOf(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
