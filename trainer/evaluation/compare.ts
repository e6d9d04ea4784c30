/** Two results on the same set: what has changed, on the rows that both have. Pure. */
import { metricsAt, rankingOf } from '../critique/evaluation.ts';
import { differentKinds, differentRules, differentSets, nothingInCommon } from '../errors/evaluation.ts';
import type { Comparison, CriticRow, Evaluation, LogicRow, PassRow } from '../protocol/evaluation.ts';
import type { CandidatesRow, ForcedRow } from '../protocol/evaluation-studies.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { meanOfTasks } from './logic/findings.ts';
import { mcnemar } from './mcnemar.ts';
import { passAtK } from './pass-at-k.ts';
import { passedAt } from './study/budget-forcing.ts';
import { chosenCandidate } from './study/self-critique.ts';
import { estimateOver, type OfProblem } from './resampling.ts';
import { meanOrNull } from '../mean.ts';

/** A result with the file that it was read from. */
export interface Named {
  readonly file: string;
  readonly result: Evaluation;
}

type Found = Pick<Comparison, 'rows' | 'onlyInFirst' | 'onlyInSecond' | 'figures' | 'mcnemar'>;

export function compareResults(first: Named, second: Named): Comparison {
  const [a, b] = [first.result, second.result];
  if (a.kind === b.kind && a.set.sha256 !== b.set.sha256)
    throw differentSets(first.file, a.set.files, second.file, b.set.files);
  refuseOtherRules(first, second);
  const found = compareRows(a, b);
  if (found === null) throw differentKinds(first.file, a.kind, second.file, b.kind);
  if (found.rows === 0) throw nothingInCommon(first.file, second.file);
  const named = ({ file, result }: Named) => ({ file, subject: result.subject });
  return {
    protocol: PROTOCOL_VERSION,
    kind: a.kind,
    first: named(first),
    second: named(second),
    ...found,
  };
}

/** Results from before the rule was recorded are taken as they are. */
function refuseOtherRules(first: Named, second: Named): void {
  const [a, b] = [first, second].map(({ result }) =>
    result.kind === 'pass-at-k' ? result.exact : undefined,
  );
  if (a === undefined || b === undefined || a === b) return;
  throw a ? differentRules(first.file, second.file) : differentRules(second.file, first.file);
}

/** Null where they are of different kinds. */
function compareRows(a: Evaluation, b: Evaluation): Found | null {
  if (a.kind === 'critic' && b.kind === 'critic') return compareCritics(a, b);
  if (a.kind === 'logic' && b.kind === 'logic') return compareLogic(a, b);
  if (a.kind === 'pass-at-k' && b.kind === 'pass-at-k') return comparePasses(a, b);
  if (a.kind === 'self-critique' && b.kind === 'self-critique') return compareChoices(a, b);
  if (a.kind === 'budget-forcing' && b.kind === 'budget-forcing') return compareForced(a, b);
  return null;
}

interface Both<Row> extends OfProblem {
  readonly first: Row;
  readonly second: Row;
}

interface Paired<Row> {
  readonly both: readonly Both<Row>[];
  readonly onlyInFirst: number;
  readonly onlyInSecond: number;
}

function paired<Row extends { readonly id: string }>(
  first: readonly Row[],
  second: readonly Row[],
  problemOf: (row: Row) => string,
): Paired<Row> {
  const others = new Map(second.map((row) => [row.id, row]));
  const both = first.flatMap((row) => {
    const other = others.get(row.id);
    return other === undefined ? [] : [{ problem: problemOf(row), first: row, second: other }];
  });
  return { both, onlyInFirst: first.length - both.length, onlyInSecond: second.length - both.length };
}

/** Both values on the common rows, and the difference with its interval: the same problems drawn for both. */
function figure<Row>(
  name: string,
  both: readonly Both<Row>[],
  statistic: (rows: readonly Row[], side: 'first' | 'second') => number | null,
): Comparison['figures'][number] {
  const of = (rows: readonly Both<Row>[], side: 'first' | 'second') =>
    statistic(
      rows.map((row) => row[side]),
      side,
    );
  const difference = (rows: readonly Both<Row>[]): number | null => {
    const [a, b] = [of(rows, 'first'), of(rows, 'second')];
    return a === null || b === null ? null : b - a;
  };
  return {
    name,
    first: of(both, 'first'),
    second: of(both, 'second'),
    difference: estimateOver(both, difference),
  };
}

type CriticResult = Extract<Evaluation, { readonly kind: 'critic' }>;

/** Each critic is judged by its own threshold. */
function compareCritics(a: CriticResult, b: CriticResult): Found {
  const { both, ...only } = paired(a.rows, b.rows, ({ problem }) => problem);
  const thresholds = { first: a.threshold, second: b.threshold };
  const scored = (rows: readonly CriticRow[]) =>
    rows.map(({ correct, logit }) => ({ correct, logit: logit ?? Number.NaN }));
  const rate = (key: 'balancedAccuracy' | 'accuracy' | 'tpr' | 'tnr') =>
    figure(key, both, (rows, side) => metricsAt(scored(rows), thresholds[side])[key]);
  const isRight = ({ correct, logit }: CriticRow, threshold: number): boolean =>
    logit !== null && logit >= threshold === correct;
  return {
    rows: both.length,
    ...only,
    figures: [
      rate('balancedAccuracy'),
      rate('accuracy'),
      rate('tpr'),
      rate('tnr'),
      figure('auroc', both, (rows) => rankingOf(scored(rows))),
    ],
    mcnemar: mcnemar(
      both.map((row) => ({
        first: isRight(row.first, thresholds.first),
        second: isRight(row.second, thresholds.second),
      })),
    ),
  };
}

type LogicResult = Extract<Evaluation, { readonly kind: 'logic' }>;

/** Of all tasks the mean over the tasks, and each task by itself. */
function compareLogic(a: LogicResult, b: LogicResult): Found {
  const { both, ...only } = paired(a.rows, b.rows, ({ id }) => id);
  const valued = (rows: readonly LogicRow[]) =>
    rows.map(({ task, right }) => ({ task, value: Number(right) }));
  const tasks = [...new Set(both.map(({ first }) => first.task))];
  return {
    rows: both.length,
    ...only,
    figures: [
      figure('accuracy', both, (rows) => meanOfTasks(valued(rows))),
      ...tasks.map((task) =>
        figure(
          task,
          both.filter(({ first }) => first.task === task),
          (rows) => meanOrNull(rows.map(({ right }) => Number(right))),
        ),
      ),
    ],
    mcnemar: mcnemar(both.map(({ first, second }) => ({ first: first.right, second: second.right }))),
  };
}

type ChoiceResult = Extract<Evaluation, { readonly kind: 'self-critique' }>;

/** What the choice among all candidates by all critiques solves. */
function compareChoices(a: ChoiceResult, b: ChoiceResult): Found {
  const { both, ...only } = paired(a.rows, b.rows, ({ id }) => id);
  const solves = ({ candidates }: CandidatesRow): boolean =>
    candidates[chosenCandidate(candidates, Infinity)]?.passed === true;
  return {
    rows: both.length,
    ...only,
    figures: [figure('solved', both, (rows) => meanOrNull(rows.map((row) => Number(solves(row)))))],
    mcnemar: mcnemar(both.map(({ first, second }) => ({ first: solves(first), second: solves(second) }))),
  };
}

type ForcedResult = Extract<Evaluation, { readonly kind: 'budget-forcing' }>;

/** The iterations that both have; right or wrong is what the last of them is. */
function compareForced(a: ForcedResult, b: ForcedResult): Found {
  const { both, ...only } = paired(a.rows, b.rows, ({ id }) => id);
  const last = Math.min(a.iterations.length, b.iterations.length) - 1;
  const solved = (rows: readonly ForcedRow[], iteration: number) =>
    meanOrNull(rows.map((row) => Number(passedAt(row, iteration))));
  return {
    rows: both.length,
    ...only,
    figures: Array.from({ length: last + 1 }, (_, iteration) =>
      figure(`iteration ${iteration}`, both, (rows) => solved(rows, iteration)),
    ),
    mcnemar: mcnemar(
      both.map(({ first, second }) => ({ first: passedAt(first, last), second: passedAt(second, last) })),
    ),
  };
}

type PassResult = Extract<Evaluation, { readonly kind: 'pass-at-k' }>;

/** The k that both have, each over the problems with so many solutions that could be run on either side. */
function comparePasses(a: PassResult, b: PassResult): Found {
  const { both, ...only } = paired(a.rows, b.rows, ({ id }) => id);
  const ks = a.passAt.map(({ k }) => k).filter((k) => b.passAt.some((other) => other.k === k));
  return {
    rows: both.length,
    ...only,
    figures: ks.map((k) => {
      const enough = both.filter(({ first, second }) => first.n >= k && second.n >= k);
      return figure(`pass@${k}`, enough, (rows) =>
        meanOrNull(rows.map(({ n, correct }) => passAtK(n, correct, k))),
      );
    }),
    mcnemar: singleAnswers(both),
  };
}

/**
 * Where every problem has one answer on either side, it is right or wrong. Those that could not be run on one of them
 * say nothing and are counted.
 */
function singleAnswers(both: readonly Both<PassRow>[]): Comparison['mcnemar'] {
  if (both.some(({ first, second }) => first.n > 1 || second.n > 1)) return null;
  const tested = both.filter(({ first, second }) => first.n === 1 && second.n === 1);
  if (tested.length === 0) return null;
  const rows = tested.map(({ first, second }) => ({
    first: first.correct === 1,
    second: second.correct === 1,
  }));
  return { ...mcnemar(rows), leftOut: both.length - tested.length };
}
