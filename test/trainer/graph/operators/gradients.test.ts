/** Every differentiable operator beside finite differences and beside TensorFlow.js. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { assertArraysClose } from '../../../support/close.ts';
import { differencedGradients, ourResult, theirResult } from '../../../support/gradient-case.ts';
import { operatorCases as cases } from './all.cases.ts';

/** Exported functions that have no gradient by intention; the tests of their files say what they do instead. */
const withoutGradient = new Set([
  'both',
  'cachedAttention',
  'cast',
  'either',
  'equal',
  'gatherBlockQuantized',
  'greater',
  'lessOrEqual',
  'matmulNBits',
  'remainder',
  'softmax',
  'stepAttention',
  'stopGradient',
]);

for (const gradientCase of cases) {
  const name = `${gradientCase.operator} with ${gradientCase.about}`;

  test(`the gradient of ${name} is what finite differences say`, async () => {
    const { gradients } = await ourResult(gradientCase);
    const differences = await differencedGradients(gradientCase);
    differences.forEach((wanted, index) => {
      assertArraysClose(gradients[index] ?? [], wanted, 1e-3, `the gradient of input ${index}`);
    });
  });

  test(`value and gradient of ${name} are those of TensorFlow.js`, async () => {
    const ours = await ourResult(gradientCase);
    const theirs = theirResult(gradientCase);
    assertArraysClose(ours.value, theirs.value, 1e-5, 'the value');
    theirs.gradients.forEach((wanted, index) => {
      assertArraysClose(ours.gradients[index] ?? [], wanted, 1e-5, `the gradient of input ${index}`);
    });
  });
}

test('every exported operator has gradient cases or is named as one without a gradient', async () => {
  const folder = new URL('../../../../trainer/graph/operators/', import.meta.url);
  const operators: string[] = [];
  for (const file of await readdir(folder)) {
    const exported = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    operators.push(...Object.keys(exported).filter((name) => typeof exported[name] === 'function'));
  }
  const covered = new Set([...cases.map(({ operator }) => operator), ...withoutGradient]);
  assert.deepEqual(
    operators.filter((name) => !covered.has(name)),
    [],
    'operators without a gradient case',
  );
  assert.deepEqual(
    [...covered].filter((name) => !operators.includes(name)),
    [],
    'cases of operators that no longer exist',
  );
});
