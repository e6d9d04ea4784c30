import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../../trainer/protocol/data.ts';
import { stdoutEqual, valuesEqual, valuesIdentical } from '../../../trainer/sandbox/compare.ts';

/** What it shows, what is expected, what a program returned, and whether that is equal. */
const values: readonly (readonly [string, Json, Json, boolean])[] = [
  ['the same whole number', 3, 3, true],
  ['another whole number', 3, 4, false],
  ['large whole numbers that differ by one', 2 ** 52, 2 ** 52 + 1, false],
  ['true and 1, as in Python', true, 1, true],
  ['0 and false, as in Python', 0, false, true],
  ['true and 2', true, 2, false],
  ['a number and its text', 3, '3', false],
  ['null and 0', null, 0, false],
  ['null and false', null, false, false],
  ['null and undefined', null, { $undefined: true }, true],
  ['a float with the noise of rounding', 0.3, 0.1 + 0.2, true],
  ['a float that differs in its seventh digit', 1.5, 1.500001, true],
  ['a float that differs in its sixth digit', 1.5, 1.50001, false],
  ['a float that should be whole', 3, 2.9999999, true],
  ['a tiny float that should be zero', 0, 1e-10, true],
  ['a small float that should be zero', 0, 1e-8, false],
  ['NaN and NaN', { $float: 'nan' }, { $float: 'nan' }, true],
  ['NaN and a number', 1, { $float: 'nan' }, false],
  ['infinity and infinity', { $float: 'inf' }, { $float: 'inf' }, true],
  ['infinity and its opposite', { $float: 'inf' }, { $float: '-inf' }, false],
  ['infinity and a large number', 1e308, { $float: 'inf' }, false],
  ['negative zero', 0, { $float: '-0' }, true],
  ['large whole numbers of Python', { $int: '0xde0b6b3a7640001' }, { $int: '0xde0b6b3a7640001' }, true],
  [
    'large whole numbers of Python that differ',
    { $int: '0xde0b6b3a7640001' },
    { $int: '0xde0b6b3a7640002' },
    false,
  ],
  ['a large negative number', { $int: '-0xde0b6b3a7640001' }, { $int: '-0xde0b6b3a7640001' }, true],
  [
    'a large number and the number that JSON makes of it',
    1e30,
    { $int: '0xc9f2c9cd04674edea40000000' },
    true,
  ],
  ['a bigint and a number', 10, { $bigint: '10' }, true],
  ['the same text', 'é', 'é', true],
  ['text in another case', 'a', 'A', false],
  ['the same list', [1, [2, 'x']], [1, [2, 'x']], true],
  ['a list in another order', [1, 2], [2, 1], false],
  ['a list with more items', [1], [1, 2], false],
  ['a tuple for a list', [1, 2], { $tuple: [1, 2] }, true],
  ['a list for a tuple', { $tuple: [1, 2] }, [1, 2], true],
  ['a list of tuples', [[1, 2]], [{ $tuple: [1, 2] }], true],
  ['an iterator for a list', [1, 2], { $iterator: [1, 2] }, true],
  ['an array of the module array for a list', [1, 2], { $array: ['i', [1, 2]] }, true],
  ['a typed array for a list', [1, 2], { $typed: ['Uint8Array', [1, 2]] }, true],
  ['a set for a list with the same items', [2, 1], { $set: [1, 2] }, true],
  ['a set for a list with an item twice', [1, 1], { $set: [1] }, false],
  ['a list for an expected set', { $set: [1, 2] }, [1, 2], false],
  ['a frozenset for a set', { $set: [1, 2] }, { $frozenset: [2, 1] }, true],
  [
    'a set of tuples in another order',
    { $set: [{ $tuple: [1, 2] }, 'a'] },
    { $set: ['a', { $tuple: [1, 2] }] },
    true,
  ],
  ['a set of floats with the noise of rounding', [0.3, 1], { $set: [1, 0.1 + 0.2] }, true],
  ['a set and a tuple', { $tuple: [1, 2] }, { $set: [1, 2] }, false],
  ['the same dict in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
  ['a dict with another value', { a: 1 }, { a: 2 }, false],
  ['a dict with another key', { a: 1 }, { b: 1 }, false],
  ['a dict with more keys', { a: 1 }, { a: 1, b: 1 }, false],
  [
    'a dict with numbers for keys',
    { 1: 'x', 2: 'y' },
    {
      $dict: [
        [1, 'x'],
        [2, 'y'],
      ],
    },
    true,
  ],
  ['a dict with booleans for keys', { true: 1 }, { $dict: [[true, 1]] }, true],
  [
    'a dict with tuples for keys',
    { $dict: [[{ $tuple: [1, 2] }, 3]] },
    { $dict: [[{ $tuple: [1, 2] }, 3]] },
    true,
  ],
  ['a dict whose key looks like a tag', { $ref: 1 }, { $dict: [['$ref', 1]] }, true],
  ['a map for an object', { a: 1 }, { $map: [['a', 1]] }, true],
  ['an empty dict and an empty list', {}, [], false],
  ['bytes', { $bytes: '00ff' }, { $bytearray: '00ff' }, true],
  ['bytes and text', 'a', { $bytes: '61' }, false],
  ['complex numbers', { $complex: [1, 2] }, { $complex: [1, 2.0000000001] }, true],
  ['a complex number and a list', [1, 2], { $complex: [1, 2] }, false],
  ['a decimal for a number', 1.5, { $decimal: '1.50' }, true],
  ['fractions', { $fraction: [1, 3] }, { $fraction: [1, 3] }, true],
  ['a whole fraction for a number', 3, { $fraction: [3, 1] }, true],
  ['a date for its text', '1970-01-01T00:00:00.000Z', { $date: 0 }, true],
  ['an object without a form', { $object: 'A' }, { $object: 'A' }, false],
  ['a list that holds itself', [1, { $cycle: 0 }], [1, { $cycle: 0 }], false],
  ['a number that is none', 1, { $int: 'x' }, false],
];

for (const [what, expected, actual, equal] of values) {
  test(`${what} ${equal ? 'is' : 'is not'} what was expected`, () => {
    assert.equal(valuesEqual(expected, actual), equal);
  });
}

const outputs: readonly (readonly [string, string, string, boolean])[] = [
  ['the same text', 'a\nb\n', 'a\nb\n', true],
  ['a missing line break at the end', 'a\n', 'a', true],
  ['white space around lines', 'a\nb', '  a  \r\n b\n\n', true],
  ['another line', 'a\nb', 'a\nc', false],
  ['an empty line in between', 'a\nb', 'a\n\nb', false],
  ['a missing line', 'a\nb', 'a', false],
  ['the same decimal numbers', '1.50 2', '1.5 2.0', true],
  ['a decimal number that differs a little', '0.3', '0.30000000000000004', false],
  ['exponents', '1e3 -0.05', '1000 -5E-2', true],
  ['numbers with white space in between', '1 2', '1  2', true],
  ['zeros', '0 0.00 -0', '0.0 0 0', true],
  ['numbers in another order', '1 2', '2 1', false],
  ['words with white space in between', 'a b', 'a  b', false],
  ['numbers with too many digits for a float', '0.10000000000000000001', '0.10000000000000000002', false],
  ['nothing', '', '\n', true],
  ['nothing for an empty line', '\n\n', '', true],
  ['nothing for a number', '5', '', false],
  ['an empty line where there is a number', '1\n\n2', '1\n0\n2', false],
  ['empty lines before and behind', '1\n2', '\n\n1\n2\n\n', true],
  ['a line with nothing but spaces for an empty one', 'a\n\nb', 'a\n   \nb', true],
  ['a carriage return alone, which ends no line', 'a\nb', 'a\rb', false],
  ['a float for a whole number', '1000', '1e3', true],
  ['an exponent with its sign', '1000', '1.0E+03', true],
  ['an exponent of nothing', '1', '1e', false],
  ['a number that begins or ends with its point', '0.5 5', '.5 5.', true],
  ['a point alone', '0', '.', false],
  ['a sign in front', '5 -5', '+5 -5.0', true],
  ['the sign of zero', '0', '-0.00', true],
  ['zero with an exponent', '0', '0e999', true],
  ['NaN in other letters', 'NaN', 'nan', false],
  ['NaN in the same letters', 'nan', 'nan', true],
  ['infinity by its other name', 'inf -inf', 'Infinity -INFINITY', true],
  ['infinity with another sign', 'inf', '-inf', false],
  ['underscores between digits, as Python reads them', '1000', '1_000', true],
  ['a hexadecimal number', '16', '0x10', false],
  ['a comma between thousands', '1000', '1,000', false],
  ['large numbers that a float cannot tell apart', '50000000000000000', '50000000000000001', false],
  ['a large number by its exponent', '1e40', `1${'0'.repeat(40)}`, true],
  ['a large number that differs in its last digit', `1${'0'.repeat(39)}1`, '1e40', false],
  ['a word among numbers', '1 yes 2', '1.0 yes 2', false],
  ['Yes for YES', 'YES', 'Yes', false],
  ['white space that only Python takes for such', 'a\nb', 'a\x1c\n\x85b', true],
  ['a byte order mark, which Python does not take for white space', 'a', '\ufeffa', false],
];

for (const [what, expected, printed, equal] of outputs) {
  test(`printing ${what} ${equal ? 'is' : 'is not'} what was expected`, () => {
    assert.equal(stdoutEqual(expected, printed), equal);
  });
}

/** What LiveCodeBench says otherwise than `valuesEqual`, and some of what it says alike. */
const identities: readonly (readonly [string, Json, Json, boolean])[] = [
  ['the noise of rounding', 0.3, 0.1 + 0.2, false],
  ['a float with a whole value', 3, 3, true],
  ['true and 1', [true], [1], true],
  ['a tuple around everything', [1, [2]], { $tuple: [1, [2]] }, true],
  ['a tuple inside', [[1, 2]], [{ $tuple: [1, 2] }], false],
  ['a set for a list', [1], { $set: [1] }, false],
  ['a deque for a list', [1], { $deque: [1] }, false],
  ['NaN and NaN', { $float: 'nan' }, { $float: 'nan' }, false],
  ['a large whole number', 2 ** 60, { $int: '0x1000000000000000' }, true],
  ['another large whole number', 2 ** 52, { $int: '0x10000000000001' }, false],
  ['a list with fewer items', [1, null], [1], false],
  ['nothing', null, null, true],
  ['nothing for zero', 0, null, false],
  ['text', 'a', 'a', true],
  ['text for a number', 1, '1', false],
  ['a dict in another order', { a: 1, b: [0.5] }, { b: [0.5], a: 1 }, true],
  ['a dict with numbers for keys', { 1: 'x' }, { $dict: [[1, 'x']] }, false],
  ['a dict with another key', { a: null }, { b: null }, false],
  ['an object', { a: 1 }, { $object: 'A' }, false],
];

for (const [what, expected, actual, same] of identities) {
  test(`to LiveCodeBench ${what} ${same ? 'is' : 'is not'} what was expected`, () => {
    assert.equal(valuesIdentical(expected, actual), same);
  });
}

test('a line made to slow the comparison down is compared like any other', () => {
  const zeros = '0'.repeat(500_000);
  assert.equal(stdoutEqual(`${zeros}1`, `${zeros}1 `), true);
  assert.equal(stdoutEqual(`${zeros}1x`, `${zeros}1y`), false);
});
