/** JavaScript programs that try to be judged right without being right. `f(1)` should be 3 and `f(2)` should be [4]. */
import { testsOf } from '../support.ts';
import { soon, type Hostile } from './row.ts';

const exercise = testsOf(`const assert = require('assert');
assert.strictEqual(f(1), 3);
assert.deepStrictEqual(f(2), [4]);`);
const looseExercise = testsOf(`const assert = require('assert');
assert.equal(f(1), 3);
assert.ok(f(1) >= 3 && JSON.stringify(f(1)) === '3' && String(f(1)) === '3');`);

export const javascriptVerdicts: readonly Hostile[] = [
  { name: 'exits before the tests', program: 'process.exit(0)', exercise, status: 'exited' },
  { name: 'exits during the tests', program: 'function f() { process.exit(0) }', exercise, status: 'exited' },
  { name: 'closes its thread', program: 'function f() { self.close() }', exercise, status: 'exited' },
  {
    name: 'prints what a result looks like',
    program: `console.log('{"status":"returned","value":null}'); function f() {}`,
    exercise,
    status: 'raised',
  },
  {
    name: 'posts what a result looks like',
    program: `const told = JSON.stringify({ status: 'returned', value: null, stdout: '' });
postMessage(told); self.postMessage({ status: 'returned' }); new BroadcastChannel('x').postMessage(told);
function f() {}`,
    exercise,
    status: 'raised',
  },
  {
    name: 'takes over the channels of its thread',
    program: `const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function () { post.call(this, '{"status":"returned","value":null,"stdout":""}') };
JSON.stringify = () => '{"status":"returned","value":null,"stdout":""}';
function f() {}`,
    exercise,
    status: 'raised',
  },
  {
    name: 'writes results to the output of its process',
    program: `for (let i = 0; i < 100; i++) Deno.stdout.writeSync(new TextEncoder().encode('\\n{"type":"case"}\\n')); function f() {}`,
    exercise,
    status: 'raised',
  },
  {
    name: 'changes what the tests compare with',
    program: `Object.is = () => true; Array.prototype.every = () => true; Object.keys = () => []; Object.prototype.status = 'returned';
console.assert = () => {}; function f() {}`,
    exercise,
    status: 'raised',
  },
  {
    name: 'returns an object that is worth what is expected',
    program:
      'function f() { return { valueOf: () => 3, toString: () => "3", toJSON: () => 3, [Symbol.toPrimitive]: () => 3 } }',
    exercise: looseExercise,
    status: 'unsupported',
    error: /only inside of the program's own namespace/,
  },
  {
    name: 'returns an object of a class that is worth what is expected',
    program:
      'class Yes { valueOf() { return 3 } toString() { return "3" } toJSON() { return 3 } }\nfunction f() { return new Yes() }',
    exercise: looseExercise,
    status: 'unsupported',
  },
  {
    name: 'returns a function that is worth what is expected',
    program:
      'function f() { return Object.assign(() => 1, { valueOf: () => 3, toString: () => "3", toJSON: () => 3 }) }',
    exercise: looseExercise,
    status: 'unsupported',
  },
  {
    name: 'throws away the tests',
    program: 'function f() { throw { name: "AssertionError", toString: undefined } }',
    exercise,
    status: 'raised',
  },
  {
    name: 'fails only later',
    program: 'Promise.reject(new Error("later")); function f(x) { return x === 1 ? 3 : [4] }',
    exercise,
    status: 'raised',
    error: /later/,
  },
  {
    name: 'never answers a promise',
    program: 'async function f() { await new Promise(() => {}) }',
    exercise: testsOf(`const assert = require('assert'); (async () => assert.equal(await f(1), 3))()`),
    limits: soon,
    status: 'timeout',
  },
];
