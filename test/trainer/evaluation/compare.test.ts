import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareResults } from '../../../trainer/evaluation/compare.ts';
import { comparisonText } from '../../../trainer/evaluation/comparison-text.ts';
import { criticFindings } from '../../../trainer/evaluation/critic.ts';
import { passFindings } from '../../../trainer/evaluation/pass-at-k.ts';
import { comparisonSchema, type Evaluation } from '../../../trainer/protocol/evaluation.ts';
import { calibrationWith } from '../../support/calibration.ts';

const head = (subject: string, sha256 = 'a'.repeat(64)) => ({
  protocol: 1,
  createdAt: '2026-01-02T03:04:05.000Z',
  subject,
  set: { files: ['set.jsonl'], sha256, rows: 4 },
});

/** Two pairs of two problems each, with the logits that a critic gave them. */
function critic(subject: string, logits: readonly (number | undefined)[], threshold = 0): Evaluation {
  const opinions = logits.map((logit, index) => ({
    pair: {
      id: `p${index}`,
      question: `Question ${Math.floor(index / 2)}`,
      solution: 'x',
      correct: index % 2 === 0,
    },
    logit,
  }));
  return { ...head(subject), ...criticFindings(opinions, calibrationWith({ threshold }), []) };
}

const named = (result: Evaluation) => ({ file: `${result.subject}/result.json`, result });
const compared = (a: Evaluation, b: Evaluation) => compareResults(named(a), named(b));

test('critics are compared row by row, each by its own threshold', () => {
  // The first is wrong about the pairs of the second problem, the second right about all.
  const comparison = compared(critic('a', [1, -1, -1, 1]), critic('b', [6, 4, 6, undefined], 5));
  const [balanced, accuracy] = comparison.figures;
  assert.deepEqual([accuracy?.first, accuracy?.second], [0.5, 0.75]);
  assert.deepEqual([balanced?.first, balanced?.second, balanced?.difference?.estimate], [0.5, 0.75, 0.25]);
  // Drawing the first problem alone there is no difference, drawing the second alone one of 1/2.
  assert.deepEqual([balanced?.difference?.low, balanced?.difference?.high], [0, 0.5]);
  assert.deepEqual(comparison.mcnemar, { onlyFirst: 0, onlySecond: 1, p: 1 });
  assert.deepEqual(comparisonSchema.parse(JSON.parse(JSON.stringify(comparison))), comparison);
});

test('rows that only one result has are counted and left out', () => {
  const comparison = compared(critic('a', [1, -1, -1, 1]), critic('b', [1, -1]));
  const { rows, onlyInFirst, onlyInSecond } = comparison;
  assert.deepEqual({ rows, onlyInFirst, onlyInSecond }, { rows: 2, onlyInFirst: 2, onlyInSecond: 0 });
  // One problem is left, from which no interval follows.
  assert.equal(comparison.figures[0]?.difference, null);
  assert.match(
    comparisonText(comparison),
    /2 rows in both; 2 only in the first and 0 only in the second, left out\./,
  );
});

function passes(
  subject: string,
  /** Null is one that could not be run. */
  corrects: readonly (readonly (boolean | null)[])[],
  ks: readonly number[],
): Evaluation {
  const rows = corrects.flatMap((answers, problem) =>
    answers.map((correct, index) => ({
      id: `${problem}#${index}`,
      problemId: `p${problem}`,
      passRate: correct === null ? null : Number(correct),
      correct,
      reason: '',
      failures: [],
    })),
  );
  const counted = (outcome: boolean | null): number =>
    rows.filter(({ correct }) => correct === outcome).length;
  const labelled = {
    ...{ n: rows.length, correct: counted(true), incorrect: counted(false), unlabelled: counted(null) },
    rows,
  };
  return { ...head(subject), ...passFindings(labelled, ['p0', 'p1', 'p2'], ks) };
}

test('pass@k is compared for every k that both have, and tested by McNemar where each problem has one answer', () => {
  const one = compared(
    passes('a', [[true], [false], [false]], [1]),
    passes('b', [[false], [true], [true]], [1]),
  );
  assert.equal(one.figures[0]?.difference?.estimate.toFixed(4), '0.3333');
  // Of three differing problems one against two: everything is at least as uneven.
  assert.deepEqual(one.mcnemar, { onlyFirst: 1, onlySecond: 2, p: 1, leftOut: 0 });
  const several = compared(
    passes(
      'a',
      [
        [true, false],
        [false, false],
      ],
      [1, 2],
    ),
    passes(
      'b',
      [
        [true, true],
        [false, false],
      ],
      [1],
    ),
  );
  assert.deepEqual(
    several.figures.map(({ name, first, second }) => [name, first, second]),
    [['pass@1', 0.25, 0.5]],
  );
  assert.equal(several.mcnemar, null);
});

test('an answer that could not be run on one side is left out of the test and told, and the others are tested', () => {
  const first = passes('a', [[true], [false], [true]], [1]);
  const second = passes('b', [[false], [null], [true]], [1]);
  const comparison = compared(first, second);
  assert.deepEqual(comparison.mcnemar, { onlyFirst: 1, onlySecond: 0, p: 1, leftOut: 1 });
  assert.match(
    comparisonText(comparison),
    /two-sided\); 1 that could not be run on either side are left out$/,
  );
  assert.equal(compared(passes('a', [[null], [null], [null]], [1]), second).mcnemar, null);
});

test('results that are right on the same rows have a difference, and no interval that would be sure of it', () => {
  const comparison = compared(critic('a', [1, -1, -1, 1]), critic('b', [2, -2, -2, 2]));
  assert.equal(comparison.figures[0]?.difference, null);
  assert.match(comparisonText(comparison), /^Accuracy +50\.0 % +50\.0 % +\+0\.0 *$/m);
});

test('results of other sets, of other kinds and without a row in common are refused, with what to do', () => {
  const a = critic('a', [1, -1]);
  const elsewhere = { ...a, set: { ...a.set, sha256: 'b'.repeat(64) } };
  assert.throws(() => compared(a, elsewhere), { code: 'evaluation.different-sets' });
  assert.throws(() => compared(a, passes('b', [[true]], [1])), { code: 'evaluation.different-kinds' });
  assert.throws(() => compared(a, critic('b', [])), { code: 'evaluation.nothing-in-common' });
});

test('results that compared returned values by different rules are refused, and those that do not say are taken', () => {
  const plain = passes('a', [[true]], [1]);
  assert.ok(plain.kind === 'pass-at-k');
  const [exact, tolerant] = [
    { ...plain, exact: true, subject: 'b' },
    { ...plain, exact: false },
  ];
  for (const [one, other] of [
    [exact, tolerant],
    [tolerant, exact],
  ] as const) {
    assert.throws(() => compared(one, other), {
      code: 'evaluation.different-rules',
      message: /^b\/result\.json was measured with --exact and a\/result\.json without/,
    });
  }
  assert.equal(compared(exact, exact).rows, 1);
  assert.equal(compared(plain, exact).rows, 1);
});

test('a comparison is told with signs, intervals and the test', () => {
  const text = comparisonText(compared(critic('a', [1, -1, -1, 1]), critic('b', [1, -1, 1, -1])));
  assert.match(text, /^Balanced accuracy +50\.0 % +100\.0 % +\+50\.0 +\[\+0\.0, \+100\.0\]$/m);
  assert.match(
    text,
    /Only the first is right on 0 rows, only the second on 2: p = 0\.500 \(exact McNemar, two-sided; it takes pairs of one problem as independent\)$/,
  );
});
