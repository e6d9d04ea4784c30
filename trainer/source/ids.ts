/** Names by which the functions of one text are told apart, and found again after an edit. */
import type { FoundFunction } from './found.ts';

/** One a function, in their order: its name, and for the second of the same name `name#2`. */
export function functionIds(functions: readonly Pick<FoundFunction, 'name'>[]): string[] {
  const times = new Map<string, number>();
  return functions.map(({ name }) => {
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name}#${time}`;
  });
}
