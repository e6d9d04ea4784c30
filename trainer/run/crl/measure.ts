/** Measuring a policy: pass@1 on problems, verdicts on pairs. Used for validation and for the figures before and after. */
import { verdictMetrics, type VerdictMetrics } from '../../critique/metrics.ts';
import type { Engine, SampleRequest } from '../../engine/types.ts';
import type { Judge } from '../../grpo/types.ts';
import { hashSeed } from '../../random.ts';
import type { CrlJudgement } from './judge.ts';
import type { CrlPrompt } from './prompts.ts';

export interface Measurement {
  /** One a problem: whether the sampled program passed every test. */
  readonly solved: readonly { readonly id: string; readonly passed: boolean }[];
  /** One a pair: its label, and what the policy said. */
  readonly judged: readonly {
    readonly id: string;
    readonly correct: boolean;
    readonly verdict: boolean | null;
  }[];
  /** Share of the problems that were solved; null without problems. */
  readonly pass1: number | null;
  readonly critique: VerdictMetrics;
}

export interface MeasureInput {
  readonly engine: Engine;
  readonly judge: Judge<CrlPrompt, CrlJudgement>;
  readonly prompts: readonly CrlPrompt[];
  /** 0 measures the greedy policy. */
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** One completion a prompt. */
export async function measure(input: MeasureInput): Promise<Measurement> {
  const { engine, judge, prompts, signal } = input;
  const params = { temperature: input.temperature, topP: 1, topK: 0, maxTokens: input.maxTokens, stop: [] };
  const requests = prompts.map((prompt, index): SampleRequest => ({
    prompt: prompt.tokens,
    count: 1,
    seed: hashSeed(input.seed, index),
    params,
  }));
  const completions = await engine.sample(requests, signal === undefined ? {} : { signal });
  const judgements = await Promise.all(
    prompts.map(async (prompt, index) => ({
      prompt,
      judged: await judge(prompt, completions[index] ?? [], signal),
    })),
  );
  const solved: { id: string; passed: boolean }[] = [];
  const judged: { id: string; correct: boolean; verdict: boolean | null }[] = [];
  for (const {
    prompt,
    judged: [judgement],
  } of judgements) {
    if (prompt.task === 'solve') solved.push({ id: prompt.id, passed: judgement?.reward === 1 });
    else {
      const verdict = judgement?.task === 'critique' ? judgement.verdict : null;
      judged.push({ id: prompt.id, correct: prompt.pair.correct, verdict });
    }
  }
  const passed = solved.filter((row) => row.passed).length;
  return {
    solved,
    judged,
    pass1: solved.length === 0 ? null : passed / solved.length,
    critique: verdictMetrics(judged),
  };
}
