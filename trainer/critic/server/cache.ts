/**
 * Verdicts by what was judged and who judged it, kept over restarts. Bounded: what was used longest ago goes first.
 * The file is replaced by one rename, so that a killed server leaves the earlier one.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '../../errors/error.ts';
import { systemCode } from '../../errors/run.ts';
import { hashContent } from '../../hash.ts';
import { opinionSchema } from '../../protocol/critic-server.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';

const rememberedSchema = z.object({
  opinion: opinionSchema,
  /** Null where the critic judged without words and nobody has asked for them yet. */
  critique: z.string().nullable(),
  /** The words conclude otherwise than the verdict. */
  concludesOtherwise: z.boolean().optional(),
});
export type Remembered = z.infer<typeof rememberedSchema>;

const fileSchema = z.object({
  protocol: z.literal(PROTOCOL_VERSION),
  verdicts: z.array(z.tuple([z.string(), rememberedSchema])),
  /** For each place in a document, what was last judged there. */
  latest: z.array(z.tuple([z.string(), z.string()])),
});

export const verdictsFileName = 'verdicts.json';

/** Longer critiques are cut: what a critic writes is bounded, so only a strange one is. */
const mostCharacters = 20_000;

export class VerdictCache {
  readonly #verdicts = new Map<string, Remembered>();
  readonly #latest = new Map<string, string>();
  readonly #folder: string;
  readonly #most: number;
  #dirty = false;
  /** Why the kept verdicts could not be read; they are then judged anew. */
  readonly problem: string | null;

  constructor(folder: string, most: number) {
    this.#folder = folder;
    this.#most = most;
    this.problem = this.#load();
  }

  static key(functionHash: string, criticHash: string): string {
    return hashContent(`${functionHash} ${criticHash}`);
  }

  get size(): { readonly verdicts: number; readonly latest: number } {
    return { verdicts: this.#verdicts.size, latest: this.#latest.size };
  }

  get(key: string): Remembered | undefined {
    const found = this.#verdicts.get(key);
    if (found !== undefined) touch(this.#verdicts, key, found, this.#most);
    return found;
  }

  set(key: string, remembered: Remembered): void {
    const critique = remembered.critique?.slice(0, mostCharacters) ?? null;
    touch(this.#verdicts, key, { ...remembered, critique }, this.#most);
    this.#dirty = true;
  }

  /** What was last judged at a place, whether or not the same text stands there now. */
  latestAt(place: string): Remembered | undefined {
    const key = this.#latest.get(place);
    return key === undefined ? undefined : this.#verdicts.get(key);
  }

  judgedAt(place: string, key: string): void {
    if (this.#latest.get(place) === key) return;
    touch(this.#latest, place, key, this.#most);
    this.#dirty = true;
  }

  /** Writes what has changed. Synchronous, because the last time is while the process exits. */
  save(): void {
    if (!this.#dirty) return;
    const temporary = join(this.#folder, `.tmp-${process.pid}-${verdictsFileName}`);
    const content = { protocol: PROTOCOL_VERSION, verdicts: [...this.#verdicts], latest: [...this.#latest] };
    try {
      mkdirSync(this.#folder, { recursive: true });
      // Not flushed to the disk, for which lenses would wait; what a power cut spoils is judged anew.
      writeFileSync(temporary, JSON.stringify(content));
      renameSync(temporary, join(this.#folder, verdictsFileName));
      this.#dirty = false;
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw cause;
    }
  }

  #load(): string | null {
    const file = join(this.#folder, verdictsFileName);
    try {
      const { verdicts, latest } = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      for (const [key, remembered] of verdicts) touch(this.#verdicts, key, remembered, this.#most);
      for (const [place, key] of latest) touch(this.#latest, place, key, this.#most);
      return null;
    } catch (cause) {
      return systemCode(cause) === 'ENOENT' ? null : `${file}: ${reasonOf(cause)}`;
    }
  }
}

/** A map keeps the order of insertion: what is used goes to its end, what is too much leaves at its beginning. */
function touch<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
