/** Markers in JavaScript and TypeScript. */
import type { Edit } from '../../candidates/mutation/operator.ts';
import type { SourceLanguage } from '../../source/grammars.ts';
import { partsOf, type SyntaxNode } from '../../source/syntax.ts';
import { reachedVariable } from './names.ts';

const name = '_critiqueCoderReached';

/** Behind directives, which are none behind something else; `(mark, value)` where the body is an expression. */
export function javaScriptMarker(body: SyntaxNode, number: number): Edit[] {
  const call = `${name}(${number})`;
  if (body.type === 'statement_block') {
    const directive = partsOf(body).findLast((_, index, parts) =>
      parts.slice(0, index + 1).every(isDirective),
    );
    return directive === undefined
      ? [inserted(body.start + 1, ` ${call};`)]
      : [inserted(directive.end, `; ${call};`)];
  }
  if (body.parent?.type !== 'arrow_function') return [];
  return [inserted(body.start, `(${call}, `), inserted(body.end, ')')];
}

const inserted = (at: number, text: string): Edit => ({ start: at, end: at, text });

const isDirective = (node: SyntaxNode): boolean =>
  node.type === 'expression_statement' && partsOf(node)[0]?.type === 'string';

/**
 * A declaration at the end of the text: it can be called before the text is run that far. What it uses it takes from
 * `globalThis`, for `process` and its like are names that a module may have given to something else; and it keeps what
 * it remembers on itself, for a variable would not be there yet.
 */
export function javaScriptHelper(_root: SyntaxNode, source: string, language: SourceLanguage): Edit {
  const isTyped = language !== 'javascript';
  const signature = isTyped ? `${name}(number: number): void` : `${name}(number)`;
  const cast = isTyped ? ' as any' : '';
  const lines = [
    `function ${signature} {`,
    '  try {',
    `    const own = ${name}${cast};`,
    `    const global = globalThis${cast};`,
    '    own.seen = own.seen || new global.Set();',
    '    if (own.seen.has(number)) return;',
    '    own.seen.add(number);',
    `    const file = global.process.env.${reachedVariable};`,
    "    global.process.getBuiltinModule('node:fs').appendFileSync(file, number + '\\n');",
    '  } catch {}',
    '}',
  ];
  return inserted(source.length, `\n${lines.join('\n')}\n`);
}
