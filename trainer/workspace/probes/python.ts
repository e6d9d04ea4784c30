/** Markers in Python. */
import type { Edit } from '../../candidates/mutation/operator.ts';
import { partsOf, type SyntaxNode } from '../../source/syntax.ts';
import { reachedVariable } from './names.ts';

/** One underscore: two would be mangled inside a class. `import *` does not hand it on. */
const name = '_critique_coder_reached';

/** Behind the docstring, which is none behind something else. */
export function pythonMarker(body: SyntaxNode, number: number, source: string): Edit[] {
  const [first] = partsOf(body);
  if (body.parent?.type !== 'function_definition' || first === undefined) return [];
  const call = `${name}(${number})`;
  return [isText(first) ? behind(first, call) : before(first, call, source)];
}

const isText = (statement: SyntaxNode): boolean => {
  const [value] = statement.children;
  return statement.type === 'expression_statement' && /^(?:concatenated_)?string$/.test(value?.type ?? '');
};

const behind = ({ end }: SyntaxNode, statement: string): Edit => ({
  start: end,
  end,
  text: `; ${statement}`,
});

const compound = /^(?:(?:if|for|while|try|with|match)_statement|(?:function|class|decorated)_definition)$/;

/** In the same line, except above a compound statement, before which nothing else may stand there. */
function before({ type, start }: SyntaxNode, statement: string, source: string): Edit {
  const indent = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  return { start, end: start, text: statement + (compound.test(type) ? `\n${indent}` : '; ') };
}

/**
 * What the markers call, defined as soon as the file's docstring and its imports from the future allow. It is made apart
 * from the module's names, and takes the functions of the system as they are then: tests may replace them.
 */
export function pythonHelper(root: SyntaxNode, source: string): Edit {
  const made = `${name} = (lambda place: exec(${JSON.stringify(helper)}, place) or place["reached"])({})`;
  const statements = partsOf(root);
  const first = statements.findIndex(
    (statement, index) => statement.type !== 'future_import_statement' && !(index === 0 && isText(statement)),
  );
  const last = statements[first < 0 ? statements.length - 1 : first - 1];
  if (last !== undefined) return behind(last, made);
  const next = statements[first];
  return next === undefined ? { start: 0, end: 0, text: '' } : before(next, made, source);
}

const helper = `import os
open, write, close, seen = os.open, os.write, os.close, set()
path, flags = os.environ.get("${reachedVariable}"), os.O_WRONLY | os.O_APPEND | os.O_CREAT
def reached(number):
    if number in seen: return
    seen.add(number)
    try:
        file = open(path, flags)
        try: write(file, b"%d\\n" % number)
        finally: close(file)
    except Exception: pass
`;
