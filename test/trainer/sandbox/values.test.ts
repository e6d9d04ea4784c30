import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Json, Language } from '../../../trainer/protocol/data.ts';
import { callOf, openTestSandbox, outcomes } from './support.ts';

const sandbox = await openTestSandbox();
after(() => sandbox[Symbol.asyncDispose]());

async function returned(language: Language, program: string, input: readonly Json[] = []): Promise<Json> {
  const [outcome] = await outcomes(sandbox, { language, program, exercise: callOf(...input) });
  assert.ok(outcome?.status === 'returned', JSON.stringify(outcome));
  return outcome.value;
}

/** An expression of the language and how its value is written. */
const python: readonly (readonly [string, Json])[] = [
  ['None', null],
  ['True', true],
  ['-7', -7],
  ['2 ** 53', 2 ** 53],
  ['2 ** 53 + 1', { $int: '0x20000000000001' }],
  ['-10 ** 20', { $int: '-0x56bc75e2d63100000' }],
  ['1.5', 1.5],
  ['1e300', 1e300],
  ['float("nan")', { $float: 'nan' }],
  ['float("inf")', { $float: 'inf' }],
  ['-float("inf")', { $float: '-inf' }],
  ['"é\\u2028\\U0001f600"', 'é\u2028😀'],
  ['"\\ud800"', '\ud800'],
  ['[1, [2], []]', [1, [2], []]],
  ['(1, (2,))', { $tuple: [1, { $tuple: [2] }] }],
  ['{"a": 1, "b": {}}', { a: 1, b: {} }],
  [
    '{1: "x", (1, 2): None}',
    {
      $dict: [
        [1, 'x'],
        [{ $tuple: [1, 2] }, null],
      ],
    },
  ],
  ['{"$tuple": [1]}', { $dict: [['$tuple', [1]]] }],
  ['{3}', { $set: [3] }],
  ['frozenset([3])', { $frozenset: [3] }],
  ['b"\\x00\\xff"', { $bytes: '00ff' }],
  ['bytearray(b"a")', { $bytearray: '61' }],
  ['1 + 2j', { $complex: [1, 2] }],
  ['range(1, 7, 2)', { $iterator: [1, 3, 5] }],
  ['(x * x for x in range(3))', { $iterator: [0, 1, 4] }],
  ['map(str, [1])', { $iterator: ['1'] }],
  ['{"a": 1}.items()', { $iterator: [{ $tuple: ['a', 1] }] }],
  ['collections.deque([1])', { $deque: [1] }],
  ['array.array("i", [1, 2])', { $array: ['i', [1, 2]] }],
  ['decimal.Decimal("1.50")', { $decimal: '1.50' }],
  ['fractions.Fraction(2, 4)', { $fraction: [1, 2] }],
  ['collections.Counter("aab")', { a: 2, b: 1 }],
  ['collections.defaultdict(list, a=[1])', { a: [1] }],
  ['collections.namedtuple("P", "x y")(1, 2)', { $tuple: [1, 2] }],
  ['enum.IntEnum("E", "A").A', 1],
  ['enum.Enum("E", "A").A', { $object: 'E' }],
  ['object()', { $object: 'object' }],
  ['print', { $object: 'builtin_function_or_method' }],
];

for (const [expression, value] of python) {
  test(`Python's ${expression} is written as ${JSON.stringify(value)}`, async () => {
    const program = `import array, collections, decimal, enum, fractions\ndef f(): return ${expression}`;
    assert.deepEqual(await returned('python', program), value);
  });
}

const javascript: readonly (readonly [string, Json])[] = [
  ['undefined', { $undefined: true }],
  ['null', null],
  ['1.5', 1.5],
  ['-0', { $float: '-0' }],
  ['0 / 0', { $float: 'nan' }],
  ['-1 / 0', { $float: '-inf' }],
  ['12345678901234567890n', { $bigint: '12345678901234567890' }],
  ['"é\\u2028"', 'é\u2028'],
  ['[1, [], , 2]', [1, [], { $undefined: true }, 2]],
  ['({ a: 1, b: { c: undefined } })', { a: 1, b: { c: { $undefined: true } } }],
  ['({ $set: [1] })', { $dict: [['$set', [1]]] }],
  ['new Map([[1, { a: 2 }]])', { $map: [[1, { a: 2 }]] }],
  ['new Set([1, "a"])', { $set: [1, 'a'] }],
  ['new Date(5)', { $date: 5 }],
  ['new Uint8Array([1, 2])', { $typed: ['Uint8Array', [1, 2]] }],
  ['new TypeError("no")', { $error: ['TypeError', 'no'] }],
  ['new (class P { x = 1; get y() { return 2 } })', { x: 1 }],
  ['(function* () { yield 1; yield 2 })()', { $iterator: [1, 2] }],
  ['new Map([[1, 2]]).keys()', { $iterator: [1] }],
  ['Promise.resolve([3])', [3]],
  ['() => 1', { $object: 'Function' }],
  ['Symbol("x")', { $object: 'Symbol' }],
  ['/x/', { $object: 'RegExp' }],
];

for (const [expression, value] of javascript) {
  test(`JavaScript's ${expression} is written as ${JSON.stringify(value)}`, async () => {
    assert.deepEqual(await returned('javascript', `function f() { return ${expression} }`), value);
  });
}

const inputs: readonly Json[] = [
  null,
  [1, 'é', 1.5, true],
  { a: { b: [] } },
  { $float: 'nan' },
  { $set: [1] },
  { $tuple: [1, [2]] },
  { $dict: [[1, 'x']] },
  { $int: '0xc9f2c9cd04674edea40000000' },
  { $bytes: '00ff' },
  { $decimal: '1.50' },
];

for (const input of inputs) {
  test(`Python reads ${JSON.stringify(input)} as what is written so`, async () => {
    assert.deepEqual(await returned('python', 'def f(x): return x', [input]), input);
  });
}

test('JavaScript reads an object whose one name all objects have as any other', async () => {
  for (const name of ['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty']) {
    const input = JSON.parse(`{ "${name}": [1] }`) as Json;
    assert.deepEqual(await returned('javascript', 'const f = (x) => x', [input]), input);
    assert.deepEqual(await returned('javascript', 'const f = (x) => Object.keys(x)', [input]), [name]);
  }
});

test('JavaScript reads inputs written for Python as what is closest to them', async () => {
  const input = [
    { $tuple: [1] },
    { $set: [1] },
    { $float: 'nan' },
    { $int: '0x20000000000001' },
    { $undefined: true },
  ];
  assert.deepEqual(await returned('javascript', 'const f = (x) => x', [input]), [
    [1],
    { $set: [1] },
    { $float: 'nan' },
    { $bigint: '9007199254740993' },
    { $undefined: true },
  ]);
});
