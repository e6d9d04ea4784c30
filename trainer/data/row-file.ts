/** Writing JSON lines, many rows to a write. */
import { open, type FileHandle } from 'node:fs/promises';

/** Characters that are gathered before they are written. */
const most = 2 ** 20;

export class RowFile implements AsyncDisposable {
  readonly #file: FileHandle;
  #waiting: string[] = [];
  #characters = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** A new file; errors are the system's, here and below. */
  static async create(path: string): Promise<RowFile> {
    return new RowFile(await open(path, 'wx'));
  }

  async write(row: unknown): Promise<void> {
    const line = `${JSON.stringify(row)}\n`;
    this.#waiting.push(line);
    this.#characters += line.length;
    if (this.#characters >= most) await this.#flush();
  }

  /** Writes the rest and waits until all of it is on the disk. Without it, the file is not whole. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.sync();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#characters = 0;
    await this.#file.appendFile(text);
  }
}
