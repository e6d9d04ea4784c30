import assert from 'node:assert/strict';
import { test } from 'node:test';
import { golden, importAll, importRows, told } from './support.ts';

test('verl in Parquet: the question is what the user says, the tests are the ground truth', async () => {
  const imported = await importAll([golden('parquet/verl.parquet')]);
  assert.deepEqual(imported.formats, ['verl']);
  const [program, call] = imported.problems;
  assert.deepEqual(program, {
    id: 'verl/codecontests/7',
    question: 'Print twice the number.',
    language: 'python',
    family: 'verl/codecontests/7',
    source: 'verl/codecontests',
    io: [{ stdin: '2\n', stdout: '4\n' }],
  });
  assert.ok(call !== undefined && 'tests' in call);
  assert.deepEqual(call.tests, [
    { input: [2], expected: 4 },
    { input: [5], expected: 10 },
  ]);
  assert.deepEqual(told(imported), ['reward_model.ground_truth: holds no tests: it is not JSON']);
});

test('verl: a number that JavaScript would round is the text of its digits in the tests of a program', async () => {
  const groundTruth = '{"inputs": [["3", 12345678901234567891]], "outputs": [-12345678901234567891]}';
  const imported = await importRows([
    {
      data_source: 'taco',
      prompt: [{ role: 'user', content: 'Negate.' }],
      reward_model: { ground_truth: groundTruth },
    },
  ]);
  const [problem] = imported.problems;
  assert.ok(problem !== undefined && 'io' in problem, told(imported).join());
  assert.deepEqual(problem.io, [{ stdin: '3\n12345678901234567891', stdout: '-12345678901234567891' }]);
});
