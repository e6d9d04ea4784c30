/** A text that is followed over its edits has the functions that it has when it is read as a whole. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import treeSitter from '@vscode/tree-sitter-wasm';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import type { SourceLanguage } from '../../../trainer/source/grammars.ts';
import { createRandom, type Random } from '../../../trainer/random.ts';

const finder = await openFunctionFinder();
after(() => finder[Symbol.dispose]());

/** A busy machine may leave a test alone for seconds. */
const patience = 60_000;

const python = `# Words.\n\nimport os; import sys
@cache
def first(xs):
    """Adds 😀."""
    def inner(n): return n
    return sum(xs)
# About the second.
# In two lines.
async def second(
    größe,
):
    return größe

class Stack:
    # Puts one more in.
    def push(self, x): self.items.append(x)

    @property
    def top(self):
        '''The last one.'''
        return self.items[-1]
    # At the end of the class.
# Above the third.
def third(): return "😀"
if True:
    def fourth():
        pass
`;

const typescript = `#!/usr/bin/env node
/** Adds. */
export function add(a: number): number;
// In words.
export function add(a: string): string;
export function add(a: unknown): unknown { return a; }
const one = 1; /* Doubles. */ const double = (n: number): number => 2 * n, triple = (n: number) => 3 * n;
/* Begins a line. */ foo(); export default function () { return \`\${one} 😀\`; }
@decorated()
export class Queue<T> {
  /** Takes one. */
  @bound
  take(): T | undefined { return this.items.shift(); }
  readonly each = (see: (item: T) => void): void => this.items.forEach((item) => see(item));
}
// Of a table.
export const table = { 'a b': () => 1, nested: { f() { return <T,>(x: T) => x; } } };
namespace Deep { export function down(): void {} }
`;

const javascript = `// @ts-check
/** Doubles. */
export const double = (n) => 2 * n;
module.exports.run = async function run() { await 1; };
class Queue {
  // Takes one.
  take() { return this.items.shift(); }
  static #each = (see) => { see('😀'); };
}
const Page = ({ name }) => <p onClick={() => 1}>{name}</p>; // Shows.
function* all() {
  function inner() {}
  yield inner;
}
`;

/** What somebody types, pastes or leaves unfinished. */
const pieces: Readonly<Record<'python' | 'typescript', readonly string[]>> = {
  python: ['x', '(', ')', '"', '\n', '    ', '\t', '# c\n', '"""', ':', '😀', '\\', 'class A:\n', '@d\n'],
  typescript: [
    'x',
    '(',
    ')',
    "'",
    '\n',
    '{',
    '}',
    '`',
    '// c\n',
    '/* c */',
    '*/',
    '=>',
    ';',
    '😀',
    'export ',
  ],
};

/** Two times in three what was done last is undone, so that whole code comes again and again. */
function edited(text: string, undo: string[], random: Random, language: keyof typeof pieces): string {
  const earlier = random.integer(3) > 0 ? undo.pop() : undefined;
  if (earlier !== undefined) return earlier;
  undo.push(text);
  const at = random.integer(text.length + 1);
  const lines = text.split('\n');
  switch (random.integer(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.integer(20));
    case 1:
      return lines.toSpliced(random.integer(lines.length), 1 + random.integer(3)).join('\n');
    case 2: {
      const copied = lines.slice(random.integer(lines.length)).slice(0, 4);
      return lines.toSpliced(random.integer(lines.length), 0, ...copied).join('\n');
    }
    default: {
      const some = pieces[language];
      return text.slice(0, at) + (some[random.integer(some.length)] ?? '') + text.slice(at);
    }
  }
}

const texts: readonly (readonly [keyof typeof pieces, SourceLanguage, string])[] = [
  ['python', 'python', python],
  ['python', 'python', python.replaceAll('\n', '\r\n')],
  ['typescript', 'typescript', typescript],
  ['typescript', 'tsx', typescript.replaceAll('\n', '\r\n')],
  ['typescript', 'javascript', javascript],
];

for (const [kind, language, original] of texts) {
  const ends = original.includes('\r') ? ', with the line ends of Windows' : '';
  test(`400 edits leave the functions that a fresh look finds: ${language}${ends}`, () => {
    using followed = finder.follow(language);
    const random = createRandom(7).fork(language + ends);
    const undo: string[] = [];
    let [text, exact] = [original, 0];
    for (let edit = 0; edit < 400; edit++) {
      text = edited(text, undo, random, kind);
      let found = followed.find(text, patience);
      if (followed.isExact) exact += 1;
      else {
        followed.forget();
        found = followed.find(text, patience);
      }
      assert.deepEqual(found, finder.find(text, language, { timeoutMs: patience }), `after edit ${edit}`);
    }
    // Otherwise nothing of what is remembered would have been looked at.
    assert.ok(exact > 100, `${exact} texts were whole`);
  });
}

test('what an edit above moves down is the same at its new place', () => {
  using followed = finder.follow('python');
  const before = followed.find(python);
  const moved = followed.find(`\n\n${python}`);
  assert.deepEqual(
    moved,
    before.map((found) => {
      const { start, end, body } = found.place;
      const place = { start: start + 2, end: end + 2, body: body + 2 };
      return { ...found, place, line: found.line + 2, endLine: found.endLine + 2 };
    }),
  );
});

test('a source that takes too long is given up, and the next one is read from its beginning', () => {
  using followed = finder.follow('python');
  assert.equal(followed.find(python).length, 7);
  const hostile = 'def def def ((( \n'.repeat(20_000);
  assert.throws(() => followed.find(hostile, 50), { code: 'critic.parse-too-long' });
  assert.deepEqual(followed.find(python), finder.find(python, 'python'));
});

test('of the trees that are made, all are deleted', (context) => {
  const made = context.mock.method(treeSitter.Parser.prototype, 'parse');
  const deleted = context.mock.method(treeSitter.Tree.prototype, 'delete');
  const counts = (): number[] => [made.mock.callCount(), deleted.mock.callCount()];
  {
    using followed = finder.follow('python');
    for (const text of [python, python, `x\n${python}`, `(${python}`, '']) followed.find(text);
    assert.deepEqual(counts(), [4, 3]);
    followed.forget();
    followed.find(python);
  }
  assert.deepEqual(counts(), [5, 5]);
});
