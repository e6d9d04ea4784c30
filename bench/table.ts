/** What the benches print. */

export type Cell = string | number;

const shown = (cell: Cell): string =>
  typeof cell === 'string'
    ? cell
    : cell.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true });

/** A table with aligned columns; the first row is its head. */
export function printTable(title: string, rows: readonly (readonly Cell[])[]): void {
  const texts = rows.map((row) => row.map(shown));
  const columns = Math.max(...texts.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const rule = widths.map((width) => '-'.repeat(width));
  const [head = [], ...body] = texts;
  print(['', title, '', line(head), line(rule), ...body.map(line)].join('\n'));
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/** How fast ours is, in units of theirs. */
export function speedAgainst(theirs: number, ours: number): string {
  return `${(theirs / ours).toFixed(2)} ×`;
}
