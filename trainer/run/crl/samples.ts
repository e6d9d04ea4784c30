/** The rows of the sample browser: every prompt of a step with its completions and what became of them. */
import type { SampleRow } from '../../protocol/run-folder.ts';
import type { CrlJudgement } from './judge.ts';
import type { CrlGroup } from './metrics.ts';

export function sampleRow(step: number, group: CrlGroup): SampleRow {
  const { prompt, completions, judgements, rewards, advantages } = group;
  return {
    step,
    task: prompt.task,
    id: prompt.id,
    prompt: prompt.text,
    ...(prompt.task === 'critique' ? { correct: prompt.pair.correct } : {}),
    completions: completions.map(({ tokens, finish }, index) => {
      const judgement = judgements[index];
      return {
        text: judgement?.text ?? '',
        tokens: tokens.length,
        finish,
        reward: rewards[index] ?? 0,
        rewardParts: judgement === undefined ? {} : rewardParts(judgement, rewards[index] ?? 0),
        advantage: advantages?.[index] ?? null,
        ...(judgement === undefined ? {} : outcome(judgement)),
      };
    }),
  };
}

/** The judge's reward, and what the overlong penalty took away from it. */
function rewardParts(judgement: CrlJudgement, reward: number): Record<string, number> {
  const penalty = reward - judgement.reward;
  const own = judgement.task === 'solve' ? { tests: judgement.reward } : { verdict: judgement.reward };
  return penalty === 0 ? own : { ...own, overlong: penalty };
}

function outcome(judgement: CrlJudgement): Partial<SampleRow['completions'][number]> {
  if (judgement.task === 'critique') {
    const { verdict } = judgement;
    return { verdict: verdict === null ? null : verdict ? 'correct' : 'incorrect' };
  }
  const { passed, total, failures, reason } = judgement;
  const lines = failures.map(({ test, status, detail }) => `test ${test + 1}: ${status}: ${detail}`);
  return { sandbox: reason ?? [`${passed} of ${total} tests passed`, ...lines].join('\n') };
}
