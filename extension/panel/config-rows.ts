/** The frozen configurations of runs, field by field beside one another. Pure. */
import type { ConfigRow } from '../../trainer/protocol/panel-snapshot.ts';

/** A row a field of any of them, in the order of the first; `differs` where the values are not all the same. */
export function configRows(configs: readonly unknown[]): ConfigRow[] {
  const fields = configs.map((config) => new Map(fieldsOf(config, '')));
  const paths = new Set(fields.flatMap((known) => [...known.keys()]));
  return [...paths].map((path) => {
    const values = fields.map((known) => known.get(path) ?? null);
    return { path, values, differs: new Set(values).size > 1 };
  });
}

/** Every value that is no section, by its dotted path. A list is one value. */
function fieldsOf(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      fieldsOf(inner, path === '' ? key : `${path}.${key}`),
    );
  }
  return [[path, shown(value)]];
}

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((item) => shown(item)).join(', ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
