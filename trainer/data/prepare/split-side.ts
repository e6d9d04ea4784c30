/** One side of a split on the disk: a folder with a file for each kind of rows. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pair, Problem, Solution } from '../../protocol/data.ts';
import { RowFile } from '../row-file.ts';

export const rowKinds = ['problems', 'solutions', 'pairs'] as const;
export type RowKind = (typeof rowKinds)[number];

type Counts = Record<RowKind | 'correctPairs', number>;

export class SplitSide implements AsyncDisposable {
  readonly folder: string;
  readonly counts: Counts = { problems: 0, solutions: 0, pairs: 0, correctPairs: 0 };
  readonly #files: ReadonlyMap<RowKind, RowFile>;

  private constructor(folder: string, files: ReadonlyMap<RowKind, RowFile>) {
    this.folder = folder;
    this.#files = files;
  }

  /** Makes the folder with an empty file for each of `kinds`; errors are the system's, here and below. */
  static async create(folder: string, kinds: readonly RowKind[]): Promise<SplitSide> {
    await mkdir(folder);
    const files = new Map<RowKind, RowFile>();
    for (const kind of kinds) files.set(kind, await RowFile.create(fileOf(folder, kind)));
    return new SplitSide(folder, files);
  }

  /** The file of a kind; it is there if rows of that kind are divided. */
  path(kind: RowKind): string {
    return fileOf(this.folder, kind);
  }

  async write(kind: RowKind, row: Problem | Solution | Pair): Promise<void> {
    this.counts[kind] += 1;
    if ('correct' in row && row.correct) this.counts.correctPairs += 1;
    await this.#files.get(kind)?.write(row);
  }

  async finish(): Promise<void> {
    for (const file of this.#files.values()) await file.finish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#files.values()) await file[Symbol.asyncDispose]();
  }
}

const fileOf = (folder: string, kind: RowKind): string => join(folder, `${kind}.jsonl`);
