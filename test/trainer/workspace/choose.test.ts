import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { chooseFunction, type Choice } from '../../../trainer/workspace/choose.ts';

const text = `class Stack {
  push(x) {
    const grow = () => 1;
    return grow();
  }
}

function push(x) {
  return x;
}
function push(y) {
  return y;
}
`;

using finder = await openFunctionFinder();
const functions = finder.find(text, 'javascript');
const chosen = (choice: Choice): string => {
  const { id, index, found } = chooseFunction(functions, choice, 'stack.js');
  assert.equal(functions[index], found);
  return `${id} ${found.line}`;
};

test('a function is chosen by its name, the second of a name by its number', () => {
  assert.equal(chosen({ name: 'Stack.push' }), 'Stack.push 2');
  assert.equal(chosen({ name: 'push' }), 'push 8');
  assert.equal(chosen({ name: 'push#2' }), 'push#2 11');
});

test('of functions inside of one another a line chooses the innermost', () => {
  assert.equal(chosen({ line: 2 }), 'Stack.push 2');
  assert.equal(chosen({ line: 3 }), 'Stack.push.grow 3');
  assert.equal(chosen({ line: 4 }), 'Stack.push 2');
  assert.equal(chosen({ line: 13 }), 'push#2 11');
});

test('what is not there is told with what is', () => {
  assert.throws(() => chosen({ name: 'pop' }), {
    code: 'verify.no-function',
    message: 'Looking for the function "pop" in stack.js found none.',
    hint: 'Name one of its functions: Stack.push, Stack.push.grow, push, push#2.',
  });
  assert.throws(() => chosen({ line: 7 }), {
    code: 'verify.no-function',
    message: 'Looking for a function in line 7 in stack.js found none.',
  });
});
