/** The critics that can be used: those that runs have left, and folders that the user added. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '../../trainer/errors/error.ts';
import { systemCode } from '../../trainer/errors/run.ts';
import { criticRecordSchema, type CriticRecord } from '../../trainer/protocol/critic.ts';
import { coalesce } from '../base/coalesce.ts';
import { Emitter } from '../base/emitter.ts';
import { runName, runNames } from '../run/names.ts';
import type { RunStore } from '../run/store.ts';
import type { CriticIdentity } from './findings.ts';
import { notACritic } from '../errors/critique.ts';
import { remembered, type Memory } from '../base/memory.ts';

export interface CriticEntry {
  readonly folder: string;
  readonly name: string;
  /** What users know it by: the name of the run that made it. */
  readonly title: string;
  /** Added by the user, who can take it off the list again. */
  readonly added: boolean;
  /** Null where it cannot be read; `problem` says why. */
  readonly record: CriticRecord | null;
  /** Of the record, as the critic server tells it. */
  readonly hash: string | null;
  readonly problem: string | null;
}

const activeKey = 'critique.active';
const foldersKey = 'critique.folders';

export interface CriticsPlaces {
  /** Of this workspace: which critic is active in it. */
  readonly workspace: Memory;
  /** Of the user: folders, and the critic for workspaces that have not chosen one. */
  readonly user: Memory;
  readonly runs: Pick<RunStore, 'runs'>;
}

export class Critics {
  readonly #places: CriticsPlaces;
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.event;
  readonly refresh = coalesce(() => this.#read());
  #entries: readonly CriticEntry[] = [];
  #titles: ReadonlyMap<string, string> = new Map();

  constructor(places: CriticsPlaces) {
    this.#places = places;
  }

  /** Those of runs first, the newest run at the top. */
  get entries(): readonly CriticEntry[] {
    return this.#entries;
  }

  get active(): string | null {
    const { workspace, user } = this.#places;
    const folder = z.string().nullable();
    const here = folder.safeParse(workspace.get(activeKey));
    return here.success ? here.data : remembered(user, activeKey, folder, null);
  }

  /** The active critic as it lies in its folder now. */
  get identity(): CriticIdentity {
    const folder = this.active;
    return { folder, hash: this.#entries.find((entry) => entry.folder === folder)?.hash ?? null };
  }

  /** What users know a critic of this name by. */
  titleOf(name: string): string {
    return this.#titles.get(name) ?? runName(name);
  }

  /** Null for none. Workspaces that have not chosen follow. */
  async activate(folder: string | null): Promise<void> {
    await this.#places.workspace.update(activeKey, folder);
    if (folder !== null) await this.#places.user.update(activeKey, folder);
    this.#changed.fire(undefined);
  }

  /** A folder of a critic, or one with a critic in it such as that of a run. Throws `critique.not-a-critic`. */
  async add(chosen: string): Promise<string> {
    const folder = await criticFolderIn(chosen);
    if (!this.#entries.some((entry) => entry.folder === folder)) {
      await this.#places.user.update(foldersKey, [...this.#folders, folder]);
      await this.refresh();
    }
    return folder;
  }

  async remove(folder: string): Promise<void> {
    await this.#places.user.update(
      foldersKey,
      this.#folders.filter((each) => each !== folder),
    );
    if (this.active === folder) await this.activate(null);
    await this.refresh();
  }

  get #folders(): readonly string[] {
    return remembered(this.#places.user, foldersKey, z.array(z.string()), []);
  }

  async #read(): Promise<void> {
    const { runs } = this.#places.runs;
    const ofRuns = runs.map(async ({ summary: { folder, id } }) => {
      const entry = await readCritic(join(folder, 'critic'), id, false);
      return entry.problem === 'missing' ? null : entry;
    });
    const ofUser = this.#folders.map((folder) => readCritic(folder, nameOf(folder), true));
    const found = (await Promise.all([...ofRuns, ...ofUser])).filter((entry) => entry !== null);
    this.#titles = runNames([...runs.map(({ summary }) => summary.id), ...found.map(({ name }) => name)]);
    const entries = found
      .filter((entry, index) => found.findIndex(({ folder }) => folder === entry.folder) === index)
      .map((entry) => ({ ...entry, title: this.titleOf(entry.name) }));
    if (JSON.stringify(entries) === JSON.stringify(this.#entries)) return;
    this.#entries = entries;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/**
 * A critic is called like the run that made it, wherever its folder lies; `name` is for one that does not know.
 * `missing` as the problem stands for a folder without a critic's record.
 */
async function readCritic(folder: string, name: string, added: boolean): Promise<Omit<CriticEntry, 'title'>> {
  const unread = { folder, name, added };
  try {
    const text = await readFile(join(folder, 'critic.json'), 'utf8');
    const record = criticRecordSchema.parse(JSON.parse(text));
    return {
      ...unread,
      name: record.training?.run ?? name,
      record,
      hash: hash('sha256', text),
      problem: null,
    };
  } catch (cause) {
    const problem = systemCode(cause) === 'ENOENT' ? 'missing' : reasonOf(cause);
    return { ...unread, record: null, hash: null, problem };
  }
}

/** A run's critic lies in the run's folder and is called like it. */
const nameOf = (folder: string): string =>
  basename(folder) === 'critic' ? basename(dirname(folder)) : basename(folder);

async function criticFolderIn(chosen: string): Promise<string> {
  const folder = resolve(chosen);
  const within = await readCritic(join(folder, 'critic'), '', true);
  if (within.record !== null) return join(folder, 'critic');
  const { record, problem } = await readCritic(folder, '', true);
  if (record === null) throw notACritic(folder, problem ?? 'missing');
  return folder;
}
