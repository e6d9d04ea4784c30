import { UsageError, type Invocation } from '../command.ts';

/**
 * Throws a `UsageError` for an option that means nothing with the one that says what is measured: silently left out, it
 * would make a reader believe in it. `own` has the options of each.
 */
export function refuseForeign(
  { values }: Invocation,
  subject: string,
  own: Readonly<Record<string, readonly string[]>>,
): void {
  const taken = own[subject] ?? [];
  const foreign = Object.values(own)
    .flat()
    .find((option) => values[option] !== undefined && !taken.includes(option));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing with --${subject}`);
}
