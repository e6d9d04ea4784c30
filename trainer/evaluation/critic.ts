/** What a critic's opinions of labelled pairs come to. Pure. */
import { judge, probabilityCorrect } from '../critique/calibration.ts';
import { evaluateCritic, judgedOf, metricsAt, rankingOf } from '../critique/evaluation.ts';
import { wilsonInterval } from '../critique/intervals.ts';
import { expectedCalibrationError, reliabilityTable } from '../critique/metrics.ts';
import { hashContent } from '../hash.ts';
import type { Calibration } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import type { CriticEvaluation, CriticGroup, CriticRow, Criterion } from '../protocol/evaluation.ts';
import { intervalOver, meanInterval, problemCount } from './resampling.ts';
import { areaUnderRisk, riskCoverage, thinned } from './risk-coverage.ts';
import { pickThresholds, type JudgedPair } from './threshold.ts';

/** A pair with the critic's logit; undefined where the pair was too long for it. */
export interface PairOpinion {
  readonly pair: Pair;
  readonly logit: number | undefined;
}

/** All of a result but what was measured on and when. */
export type CriticFindings = Omit<CriticEvaluation, 'protocol' | 'createdAt' | 'subject' | 'set'>;

const curvePoints = 200;

interface Scored extends JudgedPair {
  readonly row: CriticRow;
  readonly pair: Pair;
  readonly right: boolean;
  /** 1 where it is right. */
  readonly value: number;
  readonly confidence: number;
}

export function criticFindings(
  opinions: readonly PairOpinion[],
  calibration: Calibration,
  criteria: readonly Criterion[],
): CriticFindings {
  const scored = opinions.map((opinion) => scoreOf(opinion, calibration));
  const interval = (statistic: (rows: readonly Scored[]) => number | null) => intervalOver(scored, statistic);
  return {
    kind: 'critic',
    ...evaluateCritic(scored, calibration),
    problems: problemCount(scored),
    tooLong: opinions.filter(({ logit }) => logit === undefined).length,
    threshold: calibration.threshold,
    aurc: areaUnderRisk(scored),
    intervals: {
      accuracy: meanInterval(scored),
      balancedAccuracy: interval((rows) => metricsAt(rows, calibration.threshold).balancedAccuracy),
      tpr: meanInterval(scored.filter(({ correct }) => correct)),
      tnr: meanInterval(scored.filter(({ correct }) => !correct)),
      auroc: interval(rankingOf),
      ece: interval((rows) => expectedCalibrationError(judgedOf(rows).map(probabilityOf))),
      aurc: interval(areaUnderRisk),
    },
    reliability: reliabilityTable(judgedOf(scored).map(probabilityOf)).map((bin) => ({
      ...bin,
      ...wilsonInterval(Math.round(bin.shareCorrect * bin.n), bin.n),
    })),
    riskCoverage: [...thinned(riskCoverage(scored), curvePoints)],
    picks: pickThresholds(scored, criteria),
    byLanguage: groupsOf(scored, calibration.threshold, ({ pair }) => pair.language),
    byProvenance: groupsOf(scored, calibration.threshold, ({ pair }) => pair.provenance?.kind ?? pair.source),
    rows: scored.map(({ row }) => row),
  };
}

/** The same question is the same problem, whoever answered it and whatever the pair is called. */
export const problemOf = ({ problemId, question }: Pair): string =>
  problemId ?? hashContent(question.trim()).slice(0, 16);

function scoreOf({ pair, logit: found }: PairOpinion, calibration: Calibration): Scored {
  const logit = found ?? Number.NaN;
  const problem = problemOf(pair);
  const right = !Number.isNaN(logit) && pair.correct === logit >= calibration.threshold;
  return {
    pair,
    logit,
    problem,
    correct: pair.correct,
    right,
    value: Number(right),
    confidence: Number.isNaN(logit) ? -Infinity : Math.abs(logit - calibration.threshold),
    row: {
      id: pair.id,
      problem,
      correct: pair.correct,
      logit: Number.isNaN(logit) ? null : logit,
      probability: probabilityCorrect(logit, calibration),
      verdict: judge(logit, calibration).verdict,
    },
  };
}

const probabilityOf = ({ correct, row }: Scored) => ({ correct, score: row.probability });

/** The largest first. */
function groupsOf(
  scored: readonly Scored[],
  threshold: number,
  groupOf: (row: Scored) => string | undefined,
): CriticGroup[] {
  const groups = Map.groupBy(scored, (row) => groupOf(row) ?? 'unknown');
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([group, rows]) => {
      const { accuracy, balancedAccuracy, tpr, tnr } = metricsAt(rows, threshold);
      return {
        group,
        n: rows.length,
        correct: rows.filter(({ correct }) => correct).length,
        accuracy,
        accuracyInterval: meanInterval(rows),
        balancedAccuracy,
        tpr,
        tnr,
      };
    });
}
