/** One table, as a page shows it and as a terminal does. */
import { escaped, type Markup } from './markup.ts';

export interface Column {
  readonly title: string;
  /** Amounts stand to the right, so that their digits do below each other. */
  readonly align?: 'left' | 'right';
}

export interface Table {
  readonly caption?: string;
  readonly columns: readonly Column[];
  /** A cell a column. */
  readonly rows: readonly (readonly string[])[];
}

/** The first cell of a row is its heading. */
export function htmlTable({ caption, columns, rows }: Table): Markup {
  const side = (column: number): string => (columns[column]?.align === 'right' ? ' class="amount"' : '');
  const titles = columns.map(({ title }, column) => `<th scope="col"${side(column)}>${escaped(title)}</th>`);
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const text = escaped(cell);
      return column === 0 ? `<th scope="row"${side(column)}>${text}</th>` : `<td${side(column)}>${text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return {
    markup: [
      '<div class="scroll"><table>',
      ...(caption === undefined ? [] : [`<caption>${escaped(caption)}</caption>`]),
      `<thead><tr>${titles.join('')}</tr></thead>`,
      `<tbody>${lines.join('\n')}</tbody>`,
      '</table></div>',
    ].join('\n'),
  };
}

/** Columns two spaces apart, no line with spaces at its end, no line break behind the last. */
export function textTable({ caption, columns, rows }: Table): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, column) =>
    Math.max(...[titles, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        columns[column]?.align === 'right'
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const heading = caption === undefined ? [] : [caption];
  return [...heading, line(titles), ...rows.map(line)].join('\n');
}
