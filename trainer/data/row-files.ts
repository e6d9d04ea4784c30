/** JSONL files of one folder, written side by side as rows come. A file without rows does not appear. */
import { join } from 'node:path';
import { RowFile } from './row-file.ts';

export class RowFiles implements AsyncDisposable {
  readonly #folder: string;
  readonly #files = new Map<string, RowFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(name: string, row: unknown): Promise<void> {
    const file = this.#files.get(name) ?? (await RowFile.create(join(this.#folder, name)));
    this.#files.set(name, file);
    await file.write(row);
  }

  /** Resolves when every row is on the disk. */
  async finish(): Promise<void> {
    for (const file of this.#files.values()) await file.finish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#files.values()) await file[Symbol.asyncDispose]();
  }
}
