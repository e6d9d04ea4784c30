/**
 * JSONL files of one folder that appear together, once all rows are written: until then each has a temporary name
 * beside its own. A file without rows does not appear.
 */
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const bufferedCharacters = 2 ** 20;

interface Writing {
  readonly handle: FileHandle;
  readonly temporary: string;
  pending: string[];
  characters: number;
}

export class RowFiles<Name extends string> implements AsyncDisposable {
  readonly #folder: string;
  readonly #writing = new Map<Name, Writing>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(name: Name, row: unknown): Promise<void> {
    const file = this.#writing.get(name) ?? (await this.#open(name));
    const line = `${JSON.stringify(row)}\n`;
    file.pending.push(line);
    file.characters += line.length;
    if (file.characters > bufferedCharacters) await flush(file);
  }

  /** Gives the files their names, and removes those among `names` that have no rows now. */
  async finish(names: readonly Name[]): Promise<void> {
    for (const file of this.#writing.values()) {
      await flush(file);
      await file.handle.sync();
      await file.handle.close();
    }
    for (const name of names) {
      const written = this.#writing.get(name);
      const target = join(this.#folder, name);
      if (written === undefined) await rm(target, { force: true });
      else await rename(written.temporary, target);
      this.#writing.delete(name);
    }
  }

  /** Removes what was not finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { handle, temporary } of this.#writing.values()) {
      await handle.close().catch(() => undefined);
      await rm(temporary, { force: true });
    }
    this.#writing.clear();
  }

  async #open(name: Name): Promise<Writing> {
    const temporary = join(this.#folder, `.tmp-${name}-${process.pid}`);
    const file = { handle: await open(temporary, 'w'), temporary, pending: [], characters: 0 };
    this.#writing.set(name, file);
    return file;
  }
}

async function flush(file: Writing): Promise<void> {
  const text = file.pending.join('');
  file.pending = [];
  file.characters = 0;
  if (text !== '') await file.handle.writeFile(text);
}
