/**
 * What a critic could know without relating statement and solution to each other: logistic regression on which tokens
 * occur. If it were much better than chance, wrong solutions would carry a sign, and learning it would be no critique.
 */
import { verdictMetrics } from '../critique/metrics.ts';
import type { Pair } from '../protocol/data.ts';
import { createRandom } from '../random.ts';
import { tokenize } from './python.ts';

type Features = (pair: Pair) => readonly string[];

/** Tokens of the solution, lines with their indentation among them. */
export const solutionTokens: Features = ({ solution }) => tokenize(solution).map((token) => token.text);

/** Tokens of the solution, and pairs of neighbours. */
export const solutionPairs: Features = (pair) => {
  const tokens = solutionTokens(pair);
  return [...tokens, ...tokens.slice(1).map((token, index) => `${tokens[index]} ${token}`)];
};

/** Tokens of the solution and words of the statement, side by side. */
export const allTokens: Features = (pair) => [
  ...solutionTokens(pair),
  ...(pair.question.match(/\w+|[^\w\s]/g) ?? []).map((word) => `question ${word}`),
];

/** Balanced accuracy on `test` of the regression fitted on `train`. */
export function tokenBaseline(
  train: readonly Pair[],
  test: readonly Pair[],
  features: Features,
): number | null {
  const weights = fit(train.map((pair) => ({ names: [...new Set(features(pair))], correct: pair.correct })));
  const judgements = test.map((pair) => ({
    correct: pair.correct,
    verdict: score(weights, new Set(features(pair))) > 0,
  }));
  return verdictMetrics(judgements).balancedAccuracy;
}

interface Example {
  readonly names: readonly string[];
  readonly correct: boolean;
}

const passes = 8;
const bias = 'bias';

/** Stochastic gradient descent with a falling rate; the same order every time. */
function fit(examples: readonly Example[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (let pass = 0; pass < passes; pass += 1) {
    const rate = 0.1 / (1 + pass);
    for (const { names, correct } of createRandom(pass).shuffle(examples)) {
      const error = 1 / (1 + Math.exp(-score(weights, names))) - Number(correct);
      for (const name of [bias, ...names]) weights.set(name, (weights.get(name) ?? 0) - rate * error);
    }
  }
  return weights;
}

function score(weights: ReadonlyMap<string, number>, names: Iterable<string>): number {
  let sum = weights.get(bias) ?? 0;
  for (const name of names) sum += weights.get(name) ?? 0;
  return sum;
}
