/**
 * A function as a program of its own: with the imports, constants and other functions of its module that it uses.
 *
 * What a name stands for is not followed into the scopes of functions, so that a module's name that is hidden by a
 * parameter counts as used. Whether the program does what the function did is found out by running it.
 */
import type { SourceLanguage } from '../source/grammars.ts';
import type { SyntaxTree } from '../source/syntax.ts';
import { moduleStatements, reassignedNames, type ModuleStatement } from './module-names.ts';

/** Characters; a function that takes more of its module with it is no exercise. */
const longestProgram = 10_000;

export interface Extracted {
  readonly language: SourceLanguage;
  /** Of a function that is declared once at the top of the module. */
  readonly name: string;
  /** What stands in the program for its declaration. */
  readonly solution: string;
}

/** Null where the function needs classes, variables that change, other files, or too much of its module. */
export function standaloneProgram(
  { root }: SyntaxTree,
  { language, name, solution }: Extracted,
): string | null {
  const statements = moduleStatements(root, language);
  const needed = neededBy(name, statements, reassignedNames(root, language));
  if (needed === null) return null;
  const program = statements
    .filter((one) => needed.has(one) || one.node.type === 'future_import_statement')
    .map((one, index, all) => {
      const text = one.binds.includes(name) ? solution : one.node.text;
      const isJoined = one.kind !== 'function' && one.kind === all[index - 1]?.kind;
      return index === 0 ? text : `${isJoined ? '\n' : '\n\n'}${text}`;
    })
    .join('');
  return program.length <= longestProgram ? `${program}\n` : null;
}

/** The statement that declares `name`, and those that it uses directly or through others; null where one cannot be taken. */
function neededBy(
  name: string,
  statements: readonly ModuleStatement[],
  reassigned: ReadonlySet<string>,
): Set<ModuleStatement> | null {
  const binding = Map.groupBy(
    statements.flatMap((statement) => statement.binds.map((bound) => ({ bound, statement }))),
    ({ bound }) => bound,
  );
  const needed = new Set<ModuleStatement>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [first, ...more] = binding.get(next) ?? [];
    if (first === undefined) continue;
    const { statement } = first;
    if (needed.has(statement)) continue;
    if (more.length > 0 || reassigned.has(next) || statement.kind === 'other' || statement.isRelative)
      return null;
    needed.add(statement);
    waiting.push(...statement.uses);
  }
  return needed;
}
