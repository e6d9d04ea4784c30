/** Counts what an import has come to. */
import type { ImportCounts, ImportReport } from '../../protocol/data-import.ts';
import type { Item } from './import.ts';

const counted = {
  problem: 'problems',
  solution: 'solutions',
  pair: 'pairs',
  rejected: 'rejected',
  repeated: 'repeated',
} as const satisfies Partial<Record<Item['kind'], keyof ImportCounts>>;

type FileCounts = {
  -readonly [Key in keyof ImportReport['files'][number]]: ImportReport['files'][number][Key];
};

const mostReasons = 50;

export class Tally {
  readonly #files: FileCounts[] = [];
  readonly #repairs = new Map<string, number>();
  readonly #reasons = new Map<string, number>();

  add(item: Item): void {
    if (item.kind === 'file') {
      const { file, format } = item;
      this.#files.push({
        file,
        format,
        rows: 0,
        problems: 0,
        solutions: 0,
        pairs: 0,
        rejected: 0,
        repeated: 0,
      });
      return;
    }
    const file = this.#files.at(-1);
    if (file === undefined) return;
    if (item.kind === 'row') file.rows += 1;
    else if (item.kind === 'repaired') increase(this.#repairs, item.how);
    else file[counted[item.kind]] += 1;
    if (item.kind === 'rejected') increase(this.#reasons, kindOf(item.row.field, item.row.reason));
  }

  report(out: string): ImportReport {
    const sum = (key: keyof ImportCounts): number =>
      this.#files.reduce((total, file) => total + file[key], 0);
    return {
      out,
      files: this.#files,
      problems: sum('problems'),
      solutions: sum('solutions'),
      pairs: sum('pairs'),
      rejected: sum('rejected'),
      repeated: sum('repeated'),
      repairs: sorted(this.#repairs),
      reasons: sorted(this.#reasons),
    };
  }
}

/** Beyond so many different ones, further reasons are counted together. */
function increase(counts: Map<string, number>, what: string): void {
  const key = counts.has(what) || counts.size < 1000 ? what : 'other reasons';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The reason without what differs from row to row. */
function kindOf(field: string, reason: string): string {
  const words = `${field === '' ? 'row' : field} ${reason}`;
  return words.replace(/"[^"]*"|'[^']*'/g, '…').replace(/\d+/g, 'N');
}

function sorted(counts: ReadonlyMap<string, number>): { what: string; count: number }[] {
  return [...counts]
    .map(([what, count]) => ({ what, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostReasons);
}
