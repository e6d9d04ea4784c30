/** Two programs that differ in white space, comments and semicolons only are the same program. */
import { descendantsOf, type SyntaxTree } from '../../source/syntax.ts';

/** Blocks of Python have no brackets: without a sign for them a moved line would not be seen. */
const blocks = ['block', 'statement_block'];

export function normalForm({ root }: SyntaxTree): string {
  const words: string[] = [];
  const open: number[] = [];
  for (const node of descendantsOf(root, ({ type }) => type !== 'comment')) {
    while (open.length > 0 && node.start >= (open.at(-1) ?? 0)) {
      words.push('⟩');
      open.pop();
    }
    if (blocks.includes(node.type)) {
      words.push('⟨');
      open.push(node.end);
    }
    if (node.children.length === 0 && node.text !== ';') words.push(node.text);
  }
  return words.join(' ');
}
