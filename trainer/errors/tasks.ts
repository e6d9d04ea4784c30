/** What can go wrong with the data that a run is made of: problems, solutions, pairs, their mix and their split. */
import { reasonOf, TrainerError } from './error.ts';

/** A row that cannot be used: where it stands, which field is at fault (empty: the row as a whole), and why. */
export interface BadRow {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly field: string;
  readonly reason: string;
}

export function badRows(kind: string, rows: readonly BadRow[], complete: boolean): TrainerError {
  const file = rows[0]?.file ?? '';
  const list = rows.map((row) => `  line ${row.line}${row.field && `, ${row.field}`}: ${row.reason}`);
  const count = complete ? String(rows.length) : `at least ${rows.length}`;
  return new TrainerError(
    'tasks.bad-rows',
    `Reading ${kind}s from ${file} found ${count} unusable ${rows.length === 1 ? 'row' : 'rows'}:\n${list.join('\n')}`,
    `Correct ${rows.length === 1 ? 'the row' : 'the rows'}; each line is one ${kind} as a JSON object.`,
  );
}

export function unreadableFile(kind: string, file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'tasks.unreadable',
    `Reading ${kind}s from ${file} failed: ${reasonOf(cause)}`,
    'Check that the path is right and that the file is readable and complete.',
    { cause },
  );
}

export function emptyPool(kind: 'problem' | 'pair', share: number): TrainerError {
  return new TrainerError(
    'tasks.empty-pool',
    `A mix with a critique share of ${share} needs at least one ${kind}, and there is none.`,
    kind === 'pair'
      ? 'Give a file of labelled pairs, or set the critique share to 0.'
      : 'Give a file of problems, or set the critique share to 1.',
  );
}

export function badShare(share: number): TrainerError {
  return new TrainerError(
    'tasks.bad-share',
    `The critique share is a number from 0 to 1, not ${share}.`,
    "Use 0.2 for the paper's mix.",
  );
}

export function splitTooSmall(groups: number, sides: readonly string[]): TrainerError {
  return new TrainerError(
    'tasks.split-too-small',
    `Splitting into ${sides.join(', ')} needs at least ${sides.length} different problems or families, and there are ${groups}.`,
    'Add problems, or ask for fewer sides.',
  );
}
