import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mutate, type Mutant, type MutateOptions } from '../../../../trainer/candidates/mutation/mutate.ts';
import { openSyntaxReader, type SyntaxReader } from '../../../../trainer/source/syntax.ts';

let reader: SyntaxReader;
before(async () => {
  reader = await openSyntaxReader();
});
after(() => reader[Symbol.dispose]());

const search = `import math  # 1 < 2

def search(xs: list[int], target: int = 0) -> bool:
    """Is 1 < 2 and True."""
    low, high = 0, len(xs) - 1
    while low <= high:
        # Not 1 and not True.
        mid = (low + high) // 2
        if xs[mid] == target:
            return True
        if xs[mid] < target:
            low = mid + 1
        else:
            high = mid - 1
    return False
`;

function mutants(options: Partial<MutateOptions> = {}): Mutant[] {
  const made = mutate(
    { source: search, language: 'python', count: 1000, mistakes: 1, seed: 1, seen: new Set(), ...options },
    reader,
  );
  assert.ok(made);
  return made;
}

/** Lines of `source` that the mutant has otherwise, 1-based. */
function changedLines(source: string, mutant: string): number[] {
  const [before, now] = [source.split('\n'), mutant.split('\n')];
  assert.equal(now.length, before.length);
  return before.flatMap((line, index) => (line === now[index] ? [] : [index + 1]));
}

test('a mutant is its original with one change in the line that it says, and parses', () => {
  const all = mutants();
  assert.ok(all.length > 40, String(all.length));
  const oneLine = all.filter(({ source }) => source.split('\n').length === search.split('\n').length);
  const inLine = oneLine.filter(({ operator }) => !['order', 'nesting'].includes(operator));
  for (const { operator, line, source } of inLine) {
    assert.deepEqual(changedLines(search, source), [line], operator);
  }
  for (const { source } of all) assert.equal(reader.read(source, 'python')?.broken, false, source);
});

test('imports, comments, documentation and types are never changed', () => {
  for (const { operator, source } of mutants()) {
    const lines = source.split('\n');
    assert.equal(lines[0], 'import math  # 1 < 2');
    assert.match(lines[2] ?? '', /^def search\(xs: list\[int\], target: int = [01]\) -> bool:$/, operator);
    assert.equal(lines[3], '    """Is 1 < 2 and True."""');
    assert.ok(source.includes('        # Not 1 and not True.\n'), operator);
  }
  const typed = "import { a } from 'b-c';\ntype T = 1 | 2;\nconst f = (x: Array<1>): T => x[0] as 2;\n";
  const made = mutants({ source: typed, language: 'typescript' });
  assert.deepEqual(
    made.map(({ source }) => source.split('\n')[2]),
    ['const f = (x: Array<1>): T => x[1] as 2;'],
  );
});

test('mistakes are made in the part of the source that is asked for only, and in all of it', () => {
  const twice = search + search.replace('def search', 'def again');
  const within = { start: search.length, end: twice.length };
  const some = mutants({ source: twice, within });
  assert.ok(some.length > 40, String(some.length));
  for (const { source, line } of some) {
    assert.ok(source.startsWith(search));
    assert.ok(line > search.split('\n').length);
  }
  const whole = mutants({ source: twice, within: { start: 0, end: twice.length } });
  assert.deepEqual(whole, mutants({ source: twice }));
  assert.ok(whole.some(({ source }) => !source.startsWith(search)));
});

test('TypeScript with elements in it is read by its own grammar', () => {
  const source = 'const Page = (n: number) => <p>{n > 1 ? <b>{n}</b> : <T a={1} />}</p>;\n';
  assert.ok(mutants({ source, language: 'tsx' }).length > 2);
  assert.equal(
    mutate({ source, language: 'typescript', count: 1, mistakes: 1, seed: 1, seen: new Set() }, reader),
    null,
  );
});

test('no mutant is the original or another one in another layout', () => {
  const all = mutants();
  assert.equal(new Set(all.map(({ source }) => source)).size, all.length);
  // A negation that is forgotten and a condition that is turned round are one program here.
  const source = 'def f(a):\n    if not a:\n        return 1\n    return 2\n';
  const kept = mutants({ source }).filter((one) => one.source.includes('if a:'));
  assert.equal(kept.length, 1);
});

test('what was seen before is not made again, and what is made is seen', () => {
  const seen = new Set<string>();
  const first = mutants({ seen, count: 5 });
  const second = mutants({ seen });
  assert.equal(first.length + second.length, mutants().length);
  assert.deepEqual(mutants({ seen }), []);
});

test('the seed decides which mutants are drawn and in which order', () => {
  assert.deepEqual(mutants({ count: 8, seed: 3 }), mutants({ count: 8, seed: 3 }));
  assert.notDeepEqual(mutants({ count: 8, seed: 3 }), mutants({ count: 8, seed: 4 }));
});

test('a limit is spread over the operators: none has two mutants before each has one', () => {
  const available = new Set(mutants().map(({ operator }) => operator));
  const few = mutants({ count: available.size - 3 }).map(({ operator }) => operator);
  // A program that two operators make is the first one's, so an operator may lose its turn and come later.
  assert.ok(new Set(few).size >= few.length - 2, few.join(' '));
  assert.equal(few.length, available.size - 3);
});

test('two mistakes stand in two lines, and their operators in that order', () => {
  const all = mutants({ mistakes: 2, count: 30 });
  assert.equal(all.length, 30);
  for (const { operator, line, source } of all) {
    assert.match(operator, /^[a-z-]+\+[a-z-]+$/);
    assert.equal(reader.read(source, 'python')?.broken, false);
    const [first] = source
      .split('\n')
      .flatMap((text, index) => (text === search.split('\n')[index] ? [] : [index + 1]));
    assert.equal(first, line);
  }
});

test('a program that does not parse is left alone', () => {
  const options = { language: 'python', count: 1, mistakes: 1, seed: 1, seen: new Set<string>() } as const;
  assert.equal(mutate({ source: 'def f(:\n', ...options }, reader), null);
});

test('a program in which nothing can go wrong has no mutants', () => {
  assert.deepEqual(mutants({ source: 'x = y\n' }), []);
});

test('line ends of Windows stay', () => {
  const script =
    'function f(a) {\n  for (const i of a) {\n    if (i) {\n      g();\n    } else if (a) {\n      h();\n    }\n  }\n  return a;\n}\n';
  const windows = (source: string): string => source.replaceAll('\n', '\r\n');
  const made = [
    ...mutants({ source: windows(search) }),
    ...mutants({ source: windows(script), language: 'javascript' }),
  ];
  const operators = new Set(made.map(({ operator }) => operator));
  for (const operator of ['nesting', 'else', 'guard']) assert.ok(operators.has(operator), operator);
  for (const { source } of made) assert.doesNotMatch(source.replaceAll('\r\n', ''), /\n/);
});
