/** Two results on the same set: what has changed, on the rows that both have. Pure. */
import { metricsAt, rankingOf } from '../critique/evaluation.ts';
import { differentKinds, differentSets, nothingInCommon } from '../errors/evaluation.ts';
import type { Comparison, CriticRow, Evaluation, PassRow } from '../protocol/evaluation.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { mcnemar, type McNemar } from './mcnemar.ts';
import { passAtK } from './pass-at-k.ts';
import { estimateOver, meanOf, problemCount, type OfProblem } from './resampling.ts';

/** A result with the file that it was read from. */
export interface Named {
  readonly file: string;
  readonly result: Evaluation;
}

type Found = Pick<Comparison, 'rows' | 'onlyInFirst' | 'onlyInSecond' | 'figures' | 'mcnemar'>;

export function compareResults(first: Named, second: Named): Comparison {
  const [a, b] = [first.result, second.result];
  if (a.kind !== b.kind) throw differentKinds(first.file, a.kind, second.file, b.kind);
  if (a.set.sha256 !== b.set.sha256) throw differentSets(first.file, a.set.files, second.file, b.set.files);
  const found =
    a.kind === 'critic' && b.kind === 'critic'
      ? compareCritics(a, b)
      : a.kind === 'pass-at-k' && b.kind === 'pass-at-k'
        ? comparePasses(a, b)
        : null;
  if (found === null || found.rows === 0) throw nothingInCommon(first.file, second.file);
  const named = ({ file, result }: Named) => ({ file, subject: result.subject });
  return {
    protocol: PROTOCOL_VERSION,
    kind: a.kind,
    first: named(first),
    second: named(second),
    ...found,
  };
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
    difference: problemCount(both) < 2 ? null : estimateOver(both, difference),
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
        meanOf(rows.map(({ n, correct }) => ({ value: passAtK(n, correct, k) }))),
      );
    }),
    mcnemar: singleAnswers(both),
  };
}

/** Where every problem has one answer on either side, it is right or wrong. */
function singleAnswers(both: readonly Both<PassRow>[]): McNemar | null {
  if (both.some(({ first, second }) => first.n !== 1 || second.n !== 1)) return null;
  return mcnemar(
    both.map(({ first, second }) => ({ first: first.correct === 1, second: second.correct === 1 })),
  );
}
