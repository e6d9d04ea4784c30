import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fates } from '../../../../trainer/data/prepare/fates.ts';
import type { Problem } from '../../../../trainer/protocol/data.ts';

const problem = (id: string, question: string, family?: string): Problem => {
  return { id, question, language: 'python', testCode: 'f()', ...(family !== undefined && { family }) };
};

const fates = new Fates();
fates.enter(problem('kept', 'Add.', 'arithmetic'), true);
fates.enter(problem('dropped', 'Multiply.', 'arithmetic'), false);
fates.enter(problem('repeat', 'Add.'), false);
fates.enter(problem('gone', 'Sort.', 'lists'), false);

test('a row goes with the problem that it names', () => {
  assert.equal(fates.of({ problemId: 'kept', question: 'Multiply.' }), 'kept');
  assert.equal(fates.of({ problemId: 'repeat', question: 'Add.' }), 'dropped');
});

test('a row without a problem that is there goes with its question', () => {
  assert.equal(fates.of({ question: ' Add.\n' }), 'kept');
  assert.equal(fates.of({ problemId: 'elsewhere', question: 'Multiply.', family: 'arithmetic' }), 'dropped');
});

test('a row whose question is not there goes with its family, which is gone when all of it is', () => {
  assert.equal(fates.of({ question: 'Divide.', family: 'arithmetic' }), 'kept');
  assert.equal(fates.of({ question: 'Reverse.', family: 'lists' }), 'dropped');
});

test('of anything else nothing is known', () => {
  assert.equal(fates.of({ question: 'Divide.', family: 'graphs' }), 'unknown');
  assert.equal(fates.of({ problemId: 'elsewhere' }), 'unknown');
});
