/** What the data files say is executed again: the references, the labels, and the making of a few families. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { openSandbox } from '../../../trainer/sandbox/open.ts';
import { executeIn } from '../../../trainer/starter/execute.ts';
import { families } from '../../../trainer/starter/families/index.ts';
import { generateFamily } from '../../../trainer/starter/generate.ts';
import { loadStarter, starterSeed } from '../../../trainer/starter/load.ts';
import { splitNames } from '../../../trainer/starter/plan.ts';
import type { StarterProblem } from '../../../trainer/starter/set.ts';
import { grade, jobFor } from '../../../trainer/tasks/exercise.ts';

const set = await loadStarter();
const rows = splitNames.flatMap((split) => set[split].rows);
const sandbox = await openSandbox();
after(() => sandbox[Symbol.asyncDispose]());

async function passRate(problem: StarterProblem, program: string): Promise<number> {
  const result = grade(problem, await sandbox.run(jobFor(problem, program)));
  assert.equal(result.kind, 'graded');
  return result.kind === 'graded' ? result.passRate : NaN;
}

const everyNth = <T>(items: readonly T[], n: number): T[] => items.filter((_, index) => index % n === 0);

test('references pass all their tests', async () => {
  const sample = everyNth(rows, 6).map((row) => row.problem);
  const rates = await Promise.all(sample.map((problem) => passRate(problem, problem.solution)));
  assert.deepEqual(
    sample.filter((_, index) => rates[index] !== 1).map((problem) => problem.id),
    [],
  );
});

test('solutions pass the share of tests that their label says', async () => {
  const sample = everyNth(rows, 45).flatMap(({ problem, solutions }) =>
    solutions.map((solution) => ({ problem, solution })),
  );
  const rates = await Promise.all(
    sample.map(({ problem, solution }) => passRate(problem, solution.solution)),
  );
  assert.deepEqual(
    sample
      .filter(({ solution }, index) => rates[index] !== solution.passRate)
      .map(({ problem }) => problem.id),
    [],
  );
});

for (const name of ['filter-by-other', 'serve-orders']) {
  test(`making the family ${name} again gives the rows of the data files`, async () => {
    const family = families.find((one) => one.name === name);
    assert.ok(family);
    const made = await generateFamily(family, starterSeed, executeIn(sandbox));
    for (const split of splitNames) {
      const own = set[split].rows.filter((row) => row.problem.family === name);
      assert.deepEqual(
        made.filter((placed) => placed.split === split).map((placed) => placed.row),
        own,
      );
    }
  });
}
