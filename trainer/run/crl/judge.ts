/** Rewards of the rollout: solutions are executed, critiques compared with the label of what they judge. */
import { extractCode } from '../../critique/extract.ts';
import { critiqueReward, solveReward, type CritiqueReward, type SolveReward } from '../../critique/reward.ts';
import type { Completion } from '../../engine/types.ts';
import type { Judge } from '../../grpo/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Problem } from '../../protocol/data.ts';
import type { Limits, Sandbox } from '../../sandbox/types.ts';
import { grade, jobFor } from '../../tasks/exercise.ts';
import type { CrlPrompt } from './prompts.ts';

export type CrlJudgement =
  | (SolveReward & { readonly task: 'solve'; readonly text: string })
  | (CritiqueReward & { readonly task: 'critique'; readonly text: string });

export interface JudgeTools {
  readonly sandbox: Sandbox;
  readonly tokenizer: Tokenizer;
  readonly limits: Limits;
}

/** A `Judge` that needs no more of a completion than its tokens. */
type CrlJudge = (
  prompt: CrlPrompt,
  completions: readonly Pick<Completion, 'tokens'>[],
  signal: AbortSignal | undefined,
) => ReturnType<Judge<CrlPrompt, CrlJudgement>>;

/** Within a group, a program that several completions share is executed once. */
export function crlJudge({ sandbox, tokenizer, limits }: JudgeTools): CrlJudge {
  const execute = async (problem: Problem, program: string | null, signal: AbortSignal | undefined) => {
    if (program === null) return solveReward(null);
    const options = signal === undefined ? {} : { signal };
    return solveReward(grade(problem, await sandbox.run(jobFor(problem, program, limits), options)));
  };
  return async (prompt, completions, signal) => {
    const texts = completions.map(({ tokens }) => tokenizer.decode(tokens));
    if (prompt.task === 'critique') {
      return texts.map((text) => ({ task: 'critique', text, ...critiqueReward(text, prompt.pair.correct) }));
    }
    const programs = texts.map((text) => extractCode(text, prompt.problem.language));
    const rewards = new Map<string | null, Promise<SolveReward>>();
    for (const program of programs) {
      if (!rewards.has(program)) rewards.set(program, execute(prompt.problem, program, signal));
    }
    return Promise.all(
      texts.map(async (text, index) => {
        const reward = await (rewards.get(programs[index] ?? null) ?? solveReward(null));
        return { task: 'solve' as const, text, ...reward };
      }),
    );
  };
}
