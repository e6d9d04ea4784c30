/** JSONL files of one folder, written side by side as rows come. A file without rows does not appear. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const bufferedCharacters = 2 ** 20;

interface Writing {
  readonly handle: FileHandle;
  pending: string[];
  characters: number;
}

export class RowFiles implements AsyncDisposable {
  readonly #folder: string;
  readonly #writing = new Map<string, Writing>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(name: string, row: unknown): Promise<void> {
    const file = this.#writing.get(name) ?? (await this.#open(name));
    const line = `${JSON.stringify(row)}\n`;
    file.pending.push(line);
    file.characters += line.length;
    if (file.characters > bufferedCharacters) await flush(file);
  }

  /** Resolves when every row is on the disk. */
  async finish(): Promise<void> {
    for (const file of this.#writing.values()) {
      await flush(file);
      await file.handle.sync();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { handle } of this.#writing.values()) await handle.close();
    this.#writing.clear();
  }

  async #open(name: string): Promise<Writing> {
    const file = { handle: await open(join(this.#folder, name), 'wx'), pending: [], characters: 0 };
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
