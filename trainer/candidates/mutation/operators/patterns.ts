/** Mistakes in regular expressions. */
import { ancestorsOf, childOf, type SyntaxNode } from '../../../source/syntax.ts';
import type { Change, Operator } from '../operator.ts';

/** What is written, where it stands, and what it is confused with. */
const confusions: readonly (readonly [RegExp, string])[] = [
  [/\+(?![?+])/, '*'],
  [/\*(?![?*])/, '+'],
  [/^\^/, ''],
  [/\$$/, ''],
  [/\\d/, '\\w'],
  [/\\w/, '\\d'],
  [/\\s/, ' '],
  [/(?<=\[)\^/, ''],
  [/a-z/, 'A-Z'],
  [/A-Z/, 'a-z'],
  [/(?<=\{)3/, '2'],
  [/,\}/, '}'],
];

export const patternOperators: readonly Operator[] = [
  {
    name: 'pattern',
    mistake: 'a regular expression matches more or less than it should',
    nodes: { python: ['string_content'], javascript: ['regex_pattern'] },
    changes: (node) => {
      if (node.type === 'string_content' && !isPattern(node)) return [];
      return confusions.flatMap(([wrong, text]) => {
        const found = wrong.exec(node.text);
        return found === null ? [] : [changeAt(node, found, text)];
      });
    },
  },
];

function changeAt(node: SyntaxNode, found: RegExpExecArray, text: string): Change {
  const start = node.start + found.index;
  return [{ start, end: start + found[0].length, text }];
}

/** A text that is handed to the module `re`, or is kept as a pattern. */
function isPattern(content: SyntaxNode): boolean {
  for (const around of ancestorsOf(content)) {
    if (around.type === 'call') return childOf(around, 'function')?.text.startsWith('re.') === true;
    if (around.type === 'assignment') return /patt|regex/i.test(childOf(around, 'left')?.text ?? '');
    if (around.type.endsWith('statement')) return false;
  }
  return false;
}
