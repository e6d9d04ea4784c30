/** One function of a text, named as a person or an editor names it. */
import { noSuchFunction } from '../errors/verify.ts';
import type { FoundFunction } from '../source/found.ts';
import { functionIds } from '../source/ids.ts';

/** `name` as in `functionIds`; `line` from 1, any line of the function. */
export type Choice = { readonly name: string } | { readonly line: number };

export interface ChosenFunction {
  readonly id: string;
  /** Among the functions of the text. */
  readonly index: number;
  readonly found: FoundFunction;
}

/** Of functions inside of one another the innermost that has the line. Throws `verify.no-function`. */
export function chooseFunction(
  functions: readonly FoundFunction[],
  choice: Choice,
  file: string,
): ChosenFunction {
  const ids = functionIds(functions);
  const index =
    'name' in choice
      ? ids.indexOf(choice.name)
      : functions.findLastIndex(({ line, endLine }) => line <= choice.line && choice.line <= endLine);
  const [found, id] = [functions[index], ids[index]];
  if (found !== undefined && id !== undefined) return { id, index, found };
  const asked = 'name' in choice ? `the function "${choice.name}"` : `a function in line ${choice.line}`;
  throw noSuchFunction(file, asked, ids);
}
