/** Reading settings by the tables that declare them: what is read has the declared type and range, whatever was written. */
import type { SettingEntry } from '../manifest/contribution.ts';
import type { Log } from '../log.ts';

type EntryOf<Type extends SettingEntry['type']> = SettingEntry & { readonly type: Type };

const isOf = <Type extends SettingEntry['type']>(entry: SettingEntry, type: Type): entry is EntryOf<Type> =>
  entry.type === type;

export class Settings {
  readonly #entries: ReadonlyMap<string, SettingEntry>;
  readonly #read: (id: string) => unknown;
  readonly #log: Log;

  /** `read` gives what is written for an id without its prefix, undefined where nothing is. */
  constructor(entries: readonly SettingEntry[], read: (id: string) => unknown, log: Log) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.#read = read;
    this.#log = log;
  }

  boolean(id: string): boolean {
    const entry = this.#entryOf(id, 'boolean');
    return this.#valueOf(entry, (value) => typeof value === 'boolean') as boolean;
  }

  string(id: string): string {
    return this.#valueOf(this.#entryOf(id, 'string'), (value) => typeof value === 'string') as string;
  }

  strings(id: string): readonly string[] {
    const entry = this.#entryOf(id, 'strings');
    const isStrings = (value: unknown): boolean =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.#valueOf(entry, isStrings) as readonly string[];
  }

  /** One of the declared choices. */
  choice(id: string): string {
    const entry = this.#entryOf(id, 'choice');
    return this.#valueOf(
      entry,
      (value) => typeof value === 'string' && Object.hasOwn(entry.choices, value),
    ) as string;
  }

  /** A whole number within the declared bounds. */
  integer(id: string): number {
    const entry = this.#entryOf(id, 'integer');
    const isRight = (value: unknown): boolean =>
      Number.isInteger(value) && Number(value) >= entry.minimum && Number(value) <= entry.maximum;
    return this.#valueOf(entry, isRight) as number;
  }

  #entryOf<Type extends SettingEntry['type']>(id: string, type: Type): EntryOf<Type> {
    const entry = this.#entries.get(id);
    if (entry === undefined || !isOf(entry, type)) {
      throw new Error(`No table declares the setting ${id} with the type ${type}.`);
    }
    return entry;
  }

  #valueOf(entry: SettingEntry, isRight: (value: unknown) => boolean): unknown {
    const value = this.#read(entry.id);
    if (value === undefined) return entry.default;
    if (isRight(value)) return value;
    this.#log.warn(
      `The setting critiqueCoder.${entry.id} is ${JSON.stringify(value)}, so its default is used.`,
    );
    return entry.default;
  }
}
