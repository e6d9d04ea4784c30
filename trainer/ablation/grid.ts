/** From a grid to its cells: the configurations that are trained, each under a name that says how it differs. Pure. */
import { isDeepStrictEqual } from 'node:util';
import {
  axisFixed,
  baselineUnknown,
  cellsAlike,
  heldOutMoves,
  lengthInEpochs,
  nothingHeldOut,
} from '../errors/ablation.ts';
import { hashContent } from '../hash.ts';
import type { Axis, Design } from '../protocol/ablation.ts';
import type { RunConfig } from '../protocol/config.ts';
import { jsonSchema, type Json } from '../protocol/data.ts';
import { runConfigOf } from '../run/configuration.ts';

export interface Cell {
  /** `centre`, or its differences from it: `critiqueShare-0.5`, `switch-never`. Part of a folder's name. */
  readonly name: string;
  /** What differs from the configuration at the centre, by path. */
  readonly changes: Readonly<Record<string, Json>>;
  readonly config: RunConfig;
}

/** The cell of the configuration as it stands. */
export const centre = 'centre';

/** Sections that decide what is measured, and how. */
const fixedSections = ['base', 'data', 'chat', 'seed'];

interface Change {
  readonly path: string;
  readonly value: Json;
}

/**
 * The cells in the order in which they are trained. A value that the centre has already is the centre's cell.
 * Throws `config.invalid` for a value that cannot be, naming the cell, and the errors of `errors/ablation.ts`.
 */
export function cellsOf({ config, axes, combine }: Pick<Design, 'config' | 'axes' | 'combine'>): Cell[] {
  const options = axes.map((axis) => changesOf(config, axis));
  const chosen =
    combine === 'each'
      ? [[], ...options.flat().map((change) => (change === null ? [] : [change]))]
      : options.reduce<Change[][]>(
          (sofar, changes) =>
            sofar.flatMap((before) =>
              changes.map((change) => (change === null ? before : [...before, change])),
            ),
          [[]],
        );
  const cells = new Map<string, Cell>();
  for (const changes of chosen) {
    const cell = cellOf(config, changes);
    const known = cells.get(cell.name);
    if (known !== undefined && !isDeepStrictEqual(known.config, cell.config)) throw cellsAlike(cell.name);
    cells.set(cell.name, known ?? cell);
  }
  return [...cells.values()];
}

/** The cell that others are compared with: the one that is named, else the centre, else the first. */
export function baselineOf(cells: readonly Cell[], named: string | null): Cell {
  const wanted = named ?? centre;
  const found = cells.find(({ name }) => name === wanted) ?? (named === null ? cells[0] : undefined);
  if (found === undefined) {
    throw baselineUnknown(
      wanted,
      cells.map(({ name }) => name),
    );
  }
  return found;
}

/** Throws where runs of different cells or seeds could not be compared. */
export function checkDesign({ config, axes, baseline, combine, heldOut }: Design): void {
  const { data, length } = config;
  if ('epochs' in length) throw lengthInEpochs(length.epochs);
  const own = [...data.problems, ...data.pairs].filter((source) => source !== 'starter');
  const isNamed = data.heldOut.problems.length + data.heldOut.pairs.length > 0;
  if (own.length > 0 && !isNamed && data.heldOut.share > 0) throw heldOutMoves(own);
  if (heldOut.problems + heldOut.pairs === 0) throw nothingHeldOut();
  baselineOf(cellsOf({ config, axes, combine }), baseline);
}

/** The changes of an axis; null for a value that changes nothing. */
function changesOf(config: RunConfig, { path, values }: Axis): (Change | null)[] {
  const section = path.split('.')[0] ?? '';
  if (fixedSections.includes(section)) throw axisFixed(path, fixedSections);
  return values.map((value) => {
    const change = { path, value };
    return isDeepStrictEqual(cellOf(config, [change]).config, config) ? null : change;
  });
}

function cellOf(config: RunConfig, changes: readonly Change[]): Cell {
  const name = changes.length === 0 ? centre : shortened(changes.map(wordsOf).join('-'));
  const changed = changes.reduce<unknown>(
    (document, { path, value }) => replaced(document, path.split('.'), value),
    config,
  );
  return {
    name,
    changes: Object.fromEntries(changes.map(({ path, value }) => [path, value])),
    config: runConfigOf(changed, `of the cell ${name}`),
  };
}

function replaced(document: unknown, [key, ...rest]: readonly string[], value: Json): unknown {
  if (key === undefined) return value;
  const object = typeof document === 'object' && document !== null ? document : {};
  return { ...object, [key]: replaced(Reflect.get(object, key), rest, value) };
}

/** The value of a field of the configuration; null where it has none. */
export function valueAt(config: RunConfig, path: string): Json {
  const value = path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      config,
    );
  return jsonSchema.parse(value ?? null);
}

/** `switch-step-12`: the field and every number and word of its value, as far as a folder's name can hold them. */
function wordsOf({ path, value }: Change): string {
  const words = [path.split('.').at(-1) ?? path, ...wordsIn(value)];
  return words.join('-').replaceAll(/[^A-Za-z0-9._-]/g, '_');
}

/** A run is named by its cell and its seed, in 64 characters. */
const mostCharacters = 48;

function shortened(name: string): string {
  if (name.length <= mostCharacters) return name;
  return `${name.slice(0, mostCharacters - 9)}-${hashContent(name).slice(0, 8)}`;
}

function wordsIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(wordsIn);
}
