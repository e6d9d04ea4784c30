import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instrumented, recorded } from '../../support/recording.ts';

const javaScript = `#!/usr/bin/env node
'use strict'
// The module of these tests.
const limit = 3;
module.exports = { clamp, sorted, thrown, self, pair, Point, word };

/** Clamps. */
function clamp(x) {
  return Math.min(x, limit);
}
/** Sorts in place. */
function sorted(xs) {
  return xs.sort();
}
/** Always throws. */
function thrown(x) {
  throw new Error(String(x));
}
/** Returns what it is given. */
function self(x) {
  return x;
}
/** Calls another. */
function pair(x) {
  return [clamp(x), clamp(x + 1)];
}
/** Makes points. */
function Point(x) {
  this.x = x;
}
function word() {
  return 'undocumented';
}
`;

test('calls of JavaScript are recorded where JSON carries what went in and came out', async () => {
  const { names, text } = instrumented(javaScript, 'javascript');
  assert.deepEqual(names, ['clamp', 'sorted', 'thrown', 'self', 'pair', 'Point']);
  const driver = `const m = require('./module.cjs');
    m.clamp(7);
    m.clamp(1);
    m.sorted([1, 2]);
    m.sorted([2, 1]);
    try { m.thrown(1); } catch {}
    const odd = [undefined, NaN, -0, 2 ** 53, 1n, new Map(), [, 1], { a: undefined }, new Date(0), { get a() { return 1; } },
      { $set: [1] }, '\\ud800', () => 1, Object.create({ a: 1 }), Symbol('s')];
    for (const one of odd) m.self(one);
    const cycle = []; cycle.push(cycle); m.self(cycle);
    for (const one of [null, true, 1.5, -3, 'ü', [[1], { a: { b: null } }], { $a: 1, $b: 2 }]) m.self(one);
    m.self(1, 2);
    m.pair(2);
    m.word();
    console.log(new m.Point(4).x, new m.Point(4) instanceof m.Point, m.clamp.name, m.clamp.length);
  `;
  const { calls, stdout } = await recorded(
    { module: text, driver },
    ['module.cjs', 'driver.cjs'],
    process.execPath,
  );
  assert.equal(stdout, '4 true clamp 1\n');
  assert.deepEqual(calls, [
    ...['clamp [7,3]', 'clamp [1,1]', 'sorted [[1,2],[1,2]]'],
    ...['self [null,null]', 'self [true,true]', 'self [1.5,1.5]', 'self [-3,-3]', 'self ["ü","ü"]'],
    'self [[[1],{"a":{"b":null}}],[[1],{"a":{"b":null}}]]',
    'self [{"$a":1,"$b":2},{"$a":1,"$b":2}]',
    ...['self [1,2,1]', 'clamp [2,2]', 'clamp [3,3]', 'pair [2,[2,3]]'],
  ]);
});

test('a module of TypeScript hands out the functions that record, and of one only the first 200 calls count', async () => {
  const { names, text } = instrumented(
    `import { join } from 'node:path';
/** Doubles. */
export function double(x: number): number;
export function double(x: number): number {
  return 2 * x;
}
/** Joins. */
export default function joined(a: string, b: string): string { return join(a, b); }
/** Not declared as a function. */
export const arrow = (x: number): number => x;
/** Comes later. */
export async function later(x: number): Promise<number> { return x; }
if (join('a', 'b') !== '') {
  /** In a block. */
  function inner(x: number) { return x; }
  inner(1);
}
`,
    'typescript',
  );
  assert.deepEqual(names, ['double', 'joined']);
  const driver = `import joined, { double } from './module.ts';
    joined('a', 'b');
    for (let index = 0; index < 300; index++) double(index);`;
  const { calls } = await recorded({ module: text, driver }, ['module.ts', 'driver.ts'], process.execPath);
  assert.equal(calls[0], 'joined ["a","b","a/b"]'.replace('/', process.platform === 'win32' ? '\\\\' : '/'));
  assert.equal(calls.length, 201);
  assert.equal(calls.at(-1), 'double [199,398]');
});

test('a call of more than 64 KiB is passed over', async () => {
  const { text } = instrumented(
    '/** Counts. */\nexport function size(x) { return x.length; }\n',
    'javascript',
  );
  const driver = `import { size } from './module.mjs';
    size('a'.repeat(60_000)); size('a'.repeat(65_536)); size('ü'.repeat(60_000)); size('b');`;
  const { calls } = await recorded({ module: text, driver }, ['module.mjs', 'driver.mjs'], process.execPath);
  assert.deepEqual(
    calls.map((call) => call.slice(-6)),
    ['60000]', '"b",1]'],
  );
});
