/** Describes a starter set in numbers: what was made, how large its texts are, what a critic could guess. */
import { allTokens, solutionPairs, solutionTokens, tokenBaseline } from './baseline.ts';
import { splitNames, trainedSplits } from './plan.ts';
import { tokenize } from './python.ts';
import type { StarterRow, StarterSet } from './set.ts';

export function describeStarter(set: StarterSet): string {
  const rows = splitNames.flatMap((split) => set[split].rows);
  return [
    ...describeSplits(set),
    ...describeTexts(rows),
    ...describeKinds(rows),
    ...describeBaselines(set),
  ].join('\n');
}

function describeSplits(set: StarterSet): string[] {
  return splitNames.map((split) => {
    const { problems, pairs } = set[split];
    const families = new Set(problems.map((problem) => problem.family)).size;
    const correct = pairs.filter((pair) => pair.correct).length;
    return `${split}: ${problems.length} problems of ${families} families, ${pairs.length} pairs, ${correct} correct`;
  });
}

function describeTexts(rows: readonly StarterRow[]): string[] {
  const statements = rows.map((row) => row.problem.question);
  const solutions = rows.flatMap((row) => row.solutions.map((one) => one.solution));
  const words = statements.flatMap((statement) => statement.toLowerCase().match(/[a-z]+/g) ?? []);
  const names = solutions.flatMap((solution) => solution.match(/[A-Za-z_]\w*/g) ?? []);
  return [
    spread(
      'words of a statement',
      statements.map((statement) => statement.split(' ').length),
    ),
    spread(
      'lines of a solution',
      solutions.map((solution) => solution.split('\n').length),
    ),
    spread(
      'characters of a solution',
      solutions.map((solution) => solution.length),
    ),
    spread(
      'tokens of a solution',
      solutions.map((solution) => tokenize(solution).length),
    ),
    spread(
      'tests of a problem',
      rows.map((row) => row.problem.tests.length),
    ),
    `distinct words in statements: ${new Set(words).size}, names in solutions: ${new Set(names).size}`,
  ];
}

function spread(what: string, values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return `${what}: median ${at(0.5)}, 80 % in ${at(0.1)}…${at(0.9)}, all in ${at(0)}…${at(1)}`;
}

function describeKinds(rows: readonly StarterRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of rows.flatMap((row) => row.solutions)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  return [`kinds of solutions: ${sorted.map(([kind, count]) => `${kind} ${count}`).join(', ')}`];
}

function describeBaselines(set: StarterSet): string[] {
  const views = {
    'solution tokens': solutionTokens,
    'solution token pairs': solutionPairs,
    'all tokens': allTokens,
  };
  const shown = trainedSplits.flatMap((split) => set[split].pairs);
  return Object.entries(views).map(([name, features]) => {
    const on = (split: 'held-out-same-families' | 'held-out-new-families'): string =>
      (tokenBaseline(shown, set[split].pairs, features) ?? 0).toFixed(3);
    return `balanced accuracy from ${name}: ${on('held-out-same-families')}, new families ${on('held-out-new-families')}`;
  });
}
