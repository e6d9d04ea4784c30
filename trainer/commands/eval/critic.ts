/** `eval --critic`: a critic on labelled pairs. */
import { Critic } from '../../critic/critic.ts';
import { criticFindings, type PairOpinion } from '../../evaluation/critic.ts';
import { criticReport } from '../../evaluation/critic-report.ts';
import { headOf } from '../../evaluation/head.ts';
import { parallelism } from '../../machine.ts';
import type { CriticEvaluation, Criterion } from '../../protocol/evaluation.ts';
import { loadAll, readPairs } from '../../tasks/read.ts';
import { required, UsageError, type Invocation } from '../command.ts';
import { finish, refuseResult } from './finish.ts';

export async function evaluateCriticFolder(invocation: Invocation): Promise<void> {
  const { signal } = invocation;
  const directory = required(invocation, 'critic');
  const file = required(invocation, 'pairs');
  const criteria = criteriaOf(invocation.values['pick']);
  await refuseResult(invocation);
  const pairs = await loadAll(readPairs(file, { signal }));
  await using critic = await Critic.open(directory, parallelism());
  const opinions: PairOpinion[] = [];
  for (const pair of pairs) {
    signal.throwIfAborted();
    opinions.push({ pair, logit: (await critic.opinion(pair, signal))?.logit });
  }
  const result: CriticEvaluation = {
    ...(await headOf(directory, [file], pairs.length)),
    ...criticFindings(opinions, critic.record.calibration, criteria),
  };
  await finish(invocation, result, criticReport(result));
}

function criteriaOf(given: Invocation['values'][string]): Criterion[] {
  const wanted = Array.isArray(given) ? given.map(criterionOf) : [];
  return wanted.length > 0 ? wanted : [{ rate: 'balancedAccuracy' }];
}

function criterionOf(text: unknown): Criterion {
  if (text === 'balanced') return { rate: 'balancedAccuracy' };
  const [, rate, share] = /^(tpr|tnr)=(0(?:\.\d+)?|1(?:\.0+)?)$/.exec(String(text)) ?? [];
  if (rate !== 'tpr' && rate !== 'tnr') {
    throw new UsageError(
      `--pick takes balanced, tpr=SHARE or tnr=SHARE with a share from 0 to 1, not "${String(text)}"`,
    );
  }
  return { rate, atLeast: Number(share) };
}
