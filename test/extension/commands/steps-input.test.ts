import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsProblem } from '../../../extension/commands/steps-input.ts';

test('a run is extended to more steps than it has', () => {
  assert.equal(stepsProblem('76', 75), undefined);
  assert.equal(stepsProblem(' 150 ', 75), undefined);
  assert.equal(stepsProblem('1000000', 75), undefined);
});

test('anything else is answered with what is expected', () => {
  for (const text of ['75', '0', '-3', '1e9', '80.5', 'many', '', '1000001']) {
    assert.equal(stepsProblem(text, 75), 'A whole number from 76 to 1000000.', text);
  }
});
