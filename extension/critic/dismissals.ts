/** What the user does not want judged: functions by their content, and files. Kept over restarts. */
import { z } from 'zod';
import { Emitter } from '../base/emitter.ts';
import { remembered, type Memory } from '../base/memory.ts';
import { afterMove, isWithin } from '../base/uris.ts';

const functionSchema = z.object({ hash: z.string(), name: z.string(), uri: z.string() });
export type DismissedFunction = z.infer<typeof functionSchema>;

const functionsKey = 'critique.dismissedFunctions';
const filesKey = 'critique.dismissedFiles';
/** The oldest is forgotten first: its function has most likely changed long ago. */
const most = 1000;

export class Dismissals {
  readonly #memory: Memory;
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.event;
  #functions: readonly DismissedFunction[];
  #files: readonly string[];

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#functions = remembered(memory, functionsKey, z.array(functionSchema), []);
    this.#files = remembered(memory, filesKey, z.array(z.string()), []);
  }

  get functions(): readonly DismissedFunction[] {
    return this.#functions;
  }

  get files(): readonly string[] {
    return this.#files;
  }

  get any(): boolean {
    return this.#functions.length + this.#files.length > 0;
  }

  dismissFunction(dismissed: DismissedFunction): void {
    const others = this.#functions.filter(({ hash }) => hash !== dismissed.hash);
    this.#keep([...others, dismissed].slice(-most), this.#files);
  }

  dismissFile(uri: string): void {
    this.#keep(this.#functions, [...this.#files.filter((file) => file !== uri), uri].slice(-most));
  }

  /** A file or a folder lies elsewhere now. */
  move(from: string, to: string): void {
    if (![...this.#files, ...this.#functions.map(({ uri }) => uri)].some((uri) => isWithin(uri, from)))
      return;
    this.#keep(
      this.#functions.map((each) => ({ ...each, uri: afterMove(each.uri, from, to) })),
      [...new Set(this.#files.map((uri) => afterMove(uri, from, to)))],
    );
  }

  /** Hashes of functions and URIs of files. */
  restore(restored: ReadonlySet<string>): void {
    this.#keep(
      this.#functions.filter(({ hash }) => !restored.has(hash)),
      this.#files.filter((uri) => !restored.has(uri)),
    );
  }

  #keep(functions: readonly DismissedFunction[], files: readonly string[]): void {
    this.#functions = functions;
    this.#files = files;
    void this.#memory.update(functionsKey, functions);
    void this.#memory.update(filesKey, files);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
