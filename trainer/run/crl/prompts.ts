/** Problems and pairs as prompts of a rollout, in the words and tokens of the model that is trained. */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';
import type { RolloutPrompt } from '../../grpo/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Pair, Problem } from '../../protocol/data.ts';

export type CrlPrompt =
  | (RolloutPrompt & { readonly task: 'solve'; readonly text: string; readonly problem: Problem })
  | (RolloutPrompt & { readonly task: 'critique'; readonly text: string; readonly pair: Pair });

export function solveRollout(problem: Problem, tokenizer: Tokenizer): CrlPrompt {
  const text = solvePrompt(problem);
  return { id: problem.id, task: 'solve', text, problem, tokens: tokenizer.encodePrompt(text) };
}

export function critiqueRollout(pair: Pair, tokenizer: Tokenizer): CrlPrompt {
  const text = critiquePrompt(pair);
  return { id: pair.id, task: 'critique', text, pair, tokens: tokenizer.encodePrompt(text) };
}
