import assert from 'node:assert/strict';
import test from 'node:test';
import { formsOf } from '../../../trainer/starter/restyle.ts';

/** The bodies of all forms but the first, without their common indentation, by what was rewritten. */
function rewritten(body: string): Record<string, string> {
  const forms = formsOf(`def f(xs):\n    ${body.replaceAll('\n', '\n    ')}`, '');
  const bodies = forms.map(({ id, program }) => [
    id,
    program
      .split('\n')
      .slice(1)
      .map((line) => line.slice(4))
      .join('\n'),
  ]);
  return Object.fromEntries(bodies.slice(1)) as Record<string, string>;
}

test('a list comprehension becomes a loop that appends', () => {
  assert.equal(
    rewritten('return [x * 2 for x in xs if x > 3]')[':loop'],
    'result = []\nfor x in xs:\n    if x > 3:\n        result.append(x * 2)\nreturn result',
  );
});

test('a sum becomes a loop that adds, written short and long', () => {
  const forms = rewritten('return sum(x for x in xs)');
  assert.equal(forms[':loop'], 'total = 0\nfor x in xs:\n    total += x\nreturn total');
  assert.equal(forms[':loop:long'], 'total = 0\nfor x in xs:\n    total = total + x\nreturn total');
});

test('any and all become loops that return early', () => {
  assert.equal(
    rewritten('return any(x > 3 for x in xs)')[':loop'],
    'for x in xs:\n    if x > 3:\n        return True\nreturn False',
  );
  assert.equal(
    rewritten('return all(x > 3 for x in xs)')[':loop'],
    'for x in xs:\n    if x <= 3:\n        return False\nreturn True',
  );
});

test('two loops in one comprehension, and text behind it, are left alone', () => {
  assert.equal(rewritten('return [x for row in xs for x in row]')[':loop'], undefined);
  assert.equal(rewritten('return sum(x for x in xs) + 1')[':loop'], undefined);
});

test('a conditional expression and an if turn into each other', () => {
  const branches = 'if xs:\n    return 1\nreturn 2';
  assert.equal(rewritten('return 1 if xs else 2')[':if'], branches);
  assert.equal(rewritten(branches)[':ternary'], 'return 1 if xs else 2');
  assert.equal(rewritten(branches)[':flip'], 'if not xs:\n    return 2\nreturn 1');
  assert.equal(rewritten('if not xs:\n    return 1\nreturn 2')[':flip'], 'if xs:\n    return 2\nreturn 1');
  assert.match(rewritten('if 1 in xs:\n    return 1\nreturn 2')[':flip'] ?? '', /^if 1 not in xs:/);
  assert.equal(rewritten(branches)[':default'], 'result = 2\nif xs:\n    result = 1\nreturn result');
});

test('a chain of ifs becomes if, elif, else', () => {
  const body = 'if a > 1:\n    return 1\nif a > 0:\n    return 2\nreturn 3';
  assert.equal(
    rewritten(body)[':assign'],
    'if a > 1:\n    result = 1\nelif a > 0:\n    result = 2\nelse:\n    result = 3\nreturn result',
  );
});

test('a condition that is returned becomes True and False', () => {
  assert.equal(rewritten('return n % 2 == 0')[':truth'], 'if n % 2 == 0:\n    return True\nreturn False');
  assert.equal(rewritten('return n + 1')[':truth'], undefined);
  assert.equal(rewritten('return [x for x in xs if x > 1]')[':truth'], undefined);
});

test('an expression gets a name unless the function returns before', () => {
  assert.equal(rewritten('return n + 1')[':named'], 'result = n + 1\nreturn result');
  assert.equal(rewritten('if n:\n    return 0\nreturn n + 1')[':named'], undefined);
});

test('emptiness is also measured by length', () => {
  assert.equal(
    rewritten('if not xs:\n    return 0\nreturn xs[0]')[':length'],
    'if len(xs) == 0:\n    return 0\nreturn xs[0]',
  );
});
