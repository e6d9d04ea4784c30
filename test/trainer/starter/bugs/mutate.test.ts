import assert from 'node:assert/strict';
import test from 'node:test';
import { mutantsOf } from '../../../../trainer/starter/bugs/mutate.ts';

const definition = 'def f(xs, n):\n    ';

/** The mutants of a body of one kind, without the definition. */
function mutants(body: string, kind: string): string[] {
  const program = definition + body.replaceAll('\n', '\n    ');
  return mutantsOf(program)
    .filter((mutant) => mutant.kind === kind)
    .map((mutant) => mutant.program.slice(definition.length).replaceAll('\n    ', '\n'));
}

const cases: readonly (readonly [kind: string, body: string, mutants: readonly string[]])[] = [
  ['wrong-boundary', 'return n > 3', ['return n >= 3']],
  ['wrong-boundary', 'return n <= 3', ['return n < 3']],
  ['wrong-comparison', 'return n > 3', ['return n < 3']],
  ['wrong-comparison', 'return n == 3', ['return n != 3']],
  ['wrong-operator', 'return n - 3', ['return n + 3']],
  ['wrong-operator', 'return -n', []],
  ['off-by-one', 'return n > 3', ['return n > 2', 'return n > 4']],
  ['off-by-one', 'return n > 60', []],
  ['off-by-one', 'return n % 2', ['return n % 3']],
  ['wrong-default', 'return 0', ['return 1']],
  ['wrong-index', 'return xs[0]', ['return xs[1]', 'return xs[-1]']],
  ['wrong-index', 'return xs[1:]', ['return xs[0:]', 'return xs[2:]']],
  ['off-by-one', 'return xs[:n]', ['return xs[1:n]', 'return xs[:n + 1]', 'return xs[:n - 1]']],
  [
    'off-by-one',
    'return list(range(n))',
    ['return list(range(n + 1))', 'return list(range(n - 1))', 'return list(range(1, n))'],
  ],
  ['wrong-order', 'return xs[::-1]', ['return xs']],
  ['wrong-order', 'return sorted(xs, reverse=True)', ['return sorted(xs)']],
  ['wrong-order', 'return sorted(xs)', ['return sorted(xs, reverse=True)']],
  ['missed-step', 'return sorted(xs)', ['return xs']],
  ['missed-step', 'return abs(n - 3)', ['return n - 3']],
  ['missed-step', 'return n.lower()', ['return n']],
  ['wrong-logic', 'return not n', ['return n']],
  ['wrong-logic', 'return n in xs', ['return n not in xs']],
  ['wrong-logic', 'return n > 1 and n < 3', ['return n > 1 or n < 3']],
  ['missed-condition', 'return n > 1 and n < 3', ['return n < 3', 'return n > 1']],
  ['missed-condition', 'return [x for x in xs if x > n]', ['return [x for x in xs]']],
  ['wrong-variable', 'return [x + 1 for i, x in xs]', ['return [i + 1 for i, x in xs]']],
  ['swapped-branches', 'return 1 if n else 2', ['return 2 if n else 1']],
  ['swapped-arguments', 'return n - xs', ['return xs - n']],
  ['wrong-method', "return n.startswith('a')", ["return n.endswith('a')"]],
  ['missed-edge-case', 'if not xs:\n    return 0\nreturn xs[1]', ['return xs[1]']],
  ['early-return', 'for x in xs:\n    n += x\nreturn n', ['for x in xs:\n    n += x\n    return n']],
  [
    'lost-update',
    'for x in xs:\n    a += x\n    b += a\nreturn b',
    [
      'for x in xs:\n    a = x\n    b += a\nreturn b',
      'for x in xs:\n    a += x\n    b = a\nreturn b',
      'for x in xs:\n    b += a\nreturn b',
      'for x in xs:\n    a += x\nreturn b',
      'for x in xs:\n    a += x\nb += a\nreturn b',
    ],
  ],
];

for (const [kind, body, expected] of cases) {
  test(`${kind} in: ${body.replaceAll('\n', ' / ')}`, () => {
    const found = mutants(body, kind);
    assert.deepEqual([...found].sort(), [...expected].sort());
  });
}

test('the mistakes of two neighbouring lines include their swap', () => {
  const swapped = 'for x in xs:\n    b += a\n    a += x\nreturn b';
  assert.ok(mutants('for x in xs:\n    a += x\n    b += a\nreturn b', 'wrong-order').includes(swapped));
});

test('what governs a while loop is changed only in ways that hardly ever make it endless', () => {
  const body = 'while n > 0:\n    n -= 2\nreturn n';
  assert.deepEqual(mutants(body, 'wrong-comparison'), []);
  assert.deepEqual(mutants(body, 'wrong-operator'), []);
  assert.deepEqual(mutants(body, 'wrong-boundary'), ['while n >= 0:\n    n -= 2\nreturn n']);
});

test('no mutant equals the program or another mutant, and the definition stays', () => {
  const program = `${definition}a, b = n, n\n    return [x + a for x in xs[1:] if x > b or not x][::-1]`;
  const found = mutantsOf(program).map((mutant) => mutant.program);
  assert.ok(found.length > 10);
  assert.equal(new Set([program, ...found]).size, found.length + 1);
  assert.ok(found.every((other) => other.startsWith(definition)));
});
