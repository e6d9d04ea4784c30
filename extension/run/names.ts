/**
 * What a run is called wherever a user reads of it, and a critic like the run that made it: by the name that was chosen,
 * or by the time where the id was made from that.
 */
import { plain } from '../base/plain.ts';
import { locale } from '../l10n.ts';

/**
 * Names of these ids, each its own: a time to the minute, to the second where two would be called the same, and with the
 * id's end where that does not tell them apart either.
 */
export function runNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const [minutes, seconds] = [formOf({}), formOf({ second: '2-digit' })];
  const withEnd = (id: string): string => `${seconds(id)} (${id.slice(-4)})`;
  return new Map(named([...new Set(ids)], [minutes, seconds, withEnd]));
}

/** Of a run whose neighbours do not matter. */
export const runName = (id: string): string => formOf({})(id);

type Form = (id: string) => string;

/** By the first of the forms that no other id has the same of. */
function named(ids: readonly string[], [form, ...finer]: readonly Form[]): (readonly [string, string])[] {
  if (form === undefined) return [];
  return [...Map.groupBy(ids, form)].flatMap(([name, alike]) =>
    alike.length === 1 || finer.length === 0 ? alike.map((id) => [id, name] as const) : named(alike, finer),
  );
}

function formOf(more: Intl.DateTimeFormatOptions): Form {
  const parts = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  // Made once for all ids: making one costs more than all that it writes.
  const format = new Intl.DateTimeFormat(locale().language, { ...parts, ...more });
  return (id) => {
    const time = timeOf(id);
    return Number.isNaN(time) ? plain(id, 64) : format.format(time);
  };
}

/** Not a number where the id was chosen. */
function timeOf(id: string): number {
  const [, date = '', hour = '', minute = '', second = ''] =
    /^(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)-(\d\d)-[0-9a-f]{4}$/.exec(id) ?? [];
  return Date.parse(`${date}T${hour}:${minute}:${second}Z`);
}
