import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import type { SourceLanguage } from '../../../trainer/source/grammars.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import { mutantsOf, type TargetMutant } from '../../../trainer/workspace/mutants.ts';
import { readSources, targetsOf, type Target } from '../../../trainer/workspace/targets.ts';
import { never } from '../../support/workspace/written.ts';

const readers = { finder: await openFunctionFinder(), reader: await openSyntaxReader() };
after(() => {
  readers.finder[Symbol.dispose]();
  readers.reader[Symbol.dispose]();
});

const python = `LIMIT = 1 + 2

class Stack:
    def push(self, x):
        """Adds 1 to the top, if x > 0.

        >>> Stack().push(1)
        """
        if x <= 0:
            return 0
        self.items.append(x)
        return len(self.items) + 1

    def pop(self):
        """Takes 1 off."""
        return self.items.pop() + 1
`;

async function targetOf(text: string, language: SourceLanguage, name: string): Promise<Target> {
  const read = (): Promise<string> => Promise.resolve(text);
  const { sources } = await readSources([{ file: 'a', language }], { ...readers, signal: never, read });
  const target = targetsOf(sources).targets.find(({ found }) => found.name === name);
  assert.ok(target);
  return target;
}

const all = (target: Target, seed = 1): TargetMutant[] => mutantsOf(target, { tries: 100, seed }, readers);

test('a mistake is made in the body of the function alone: not in its docstring, its signature or another function', async () => {
  const target = await targetOf(python, 'python', 'Stack.push');
  const mutants = all(target);
  assert.ok(mutants.length > 6, String(mutants.length));
  const [head = '', tail = ''] = [
    python.slice(0, python.indexOf('        if x')),
    python.slice(python.indexOf('\n    def pop')),
  ];
  for (const { text, operator } of mutants) {
    assert.ok(text.startsWith(head) && text.endsWith(tail), operator);
  }
  // The first statement may be forgotten, too.
  assert.ok(mutants.some(({ operator }) => operator === 'guard'));
});

test('the solution is the function as a critic is shown it, and its line counts in that', async () => {
  const target = await targetOf(python, 'python', 'Stack.push');
  const before = target.solution.split('\n');
  assert.deepEqual(before, [
    'def push(self, x):',
    '    if x <= 0:',
    '        return 0',
    '    self.items.append(x)',
    '    return len(self.items) + 1',
  ]);
  for (const { solution, line, operator } of all(target)) {
    const now = solution.split('\n');
    assert.equal(now[0], before[0]);
    assert.deepEqual(now.slice(0, line - 1), before.slice(0, line - 1), operator);
    assert.notEqual(now[line - 1], before[line - 1], operator);
  }
});

test('arrow functions, default values and elements', async () => {
  const source =
    '/** Shows. */\nexport const Page = ({ n = 1 }: { n?: number }) => <p>{n > 2 ? n : n + 3}</p>;\nconst other = 1 + 2;\n';
  const mutants = all(await targetOf(source, 'tsx', 'Page'));
  assert.ok(mutants.length >= 3, String(mutants.length));
  for (const { text } of mutants) {
    assert.ok(text.includes('({ n = 1 }: { n?: number }) =>') && text.endsWith('const other = 1 + 2;\n'));
  }
});

test('they follow from the seed and the id, and are at most as many as are to be tried', async () => {
  const push = await targetOf(python, 'python', 'Stack.push');
  const drawn = (target: Target, seed: number): TargetMutant[] =>
    mutantsOf(target, { tries: 4, seed }, readers);
  assert.equal(drawn(push, 1).length, 4);
  assert.deepEqual(drawn(push, 1), drawn(push, 1));
  assert.notDeepEqual(drawn(push, 1), drawn(push, 2));
  assert.notDeepEqual(drawn(push, 1), drawn({ ...push, id: 'another' }, 1));
});

test('a function in which nothing can go wrong has none', async () => {
  assert.deepEqual(all(await targetOf('def f(x):\n    """Same."""\n    return x\n', 'python', 'f')), []);
});
