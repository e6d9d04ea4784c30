/** Everything that one operator of mutation can do to a program. */
import { namesOf } from '../../trainer/candidates/mutation/names.ts';
import { applied, familyOf } from '../../trainer/candidates/mutation/operator.ts';
import { operators } from '../../trainer/candidates/mutation/operators.ts';
import type { Language } from '../../trainer/protocol/data.ts';
import { descendantsOf, type SyntaxReader } from '../../trainer/source/syntax.ts';

/** The programs that the operator makes of a source, in the order of the places that it changes. */
export function madeBy(name: string, source: string, language: Language, reader: SyntaxReader): string[] {
  const operator = operators.find((one) => one.name === name);
  const tree = reader.read(source, language);
  if (operator === undefined || tree === null || tree.broken) throw new Error(`${name}: ${source}`);
  const family = familyOf(language);
  const site = { source, family, names: namesOf(tree.root, family) };
  return [...descendantsOf(tree.root)]
    .filter(({ type }) => operator.nodes[family].includes(type))
    .flatMap((node) => operator.changes(node, site))
    .map((change) => applied(source, change));
}
