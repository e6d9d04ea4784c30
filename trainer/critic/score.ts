/** The opinions of a critic in training, many at once: as `Critic.opinion`, but batched by the engine. */
import { critiquePrompt, type CritiqueSubject } from '../critique/prompts.ts';
import type { Completion, Engine } from '../engine/types.ts';
import type { Tokenizer } from '../model/tokenizer.ts';
import { critiqueBefore, verdictTokens, type VerdictTokens } from './verdict-tokens.ts';

export interface ScoreOptions {
  /** Subjects with longer prompts are left out. */
  readonly maxPromptTokens: number;
  readonly maxCritiqueTokens: number;
  readonly signal?: AbortSignal | undefined;
}

/** log P(T) − log P(F) where each conclusion is written, with the subject it is about. */
export async function scoreSubjects<Subject extends CritiqueSubject>(
  engine: Engine,
  tokenizer: Tokenizer,
  subjects: readonly Subject[],
  { maxPromptTokens, maxCritiqueTokens, signal }: ScoreOptions,
): Promise<{ readonly subject: Subject; readonly logit: number }[]> {
  const verdict = verdictTokens(tokenizer);
  const options = signal === undefined ? {} : { signal };
  const asked = subjects
    .map((subject) => ({ subject, prompt: tokenizer.encodePrompt(critiquePrompt(subject)) }))
    .filter(({ prompt }) => prompt.length <= maxPromptTokens);
  const stop = [[...verdict.prefix]];
  const params = { temperature: 0, topP: 1, topK: 0, maxTokens: maxCritiqueTokens, stop };
  const written = await engine.sample(
    asked.map(({ prompt }) => ({ prompt, params, count: 1, seed: 0 })),
    options,
  );
  const { logprobs } = await engine.forward(
    asked.map(({ prompt }, index) => ({
      prompt: Int32Array.of(...prompt, ...upToVerdict(written[index]?.[0] as Completion, tokenizer, verdict)),
      completions: [verdict.correct, verdict.incorrect].map((token) => ({
        tokens: Int32Array.of(token),
        weights: Float32Array.of(1),
      })),
    })),
    1,
    options,
  );
  return asked.map(({ subject }, index) => {
    const [yes = NaN, no = NaN] = [logprobs[2 * index]?.[0], logprobs[2 * index + 1]?.[0]];
    return { subject, logit: yes - no };
  });
}

/** What was written up to the verdict; the conclusion is begun if the critic did not begin one. */
function upToVerdict(
  { tokens, finish }: Completion,
  tokenizer: Tokenizer,
  verdict: VerdictTokens,
): Int32Array {
  const isConcluded = (start: Int32Array) => critiqueBefore(tokenizer.decode(start), verdict) !== undefined;
  // Sampling usually stopped right there; a tokenizer may also join the conclusion with what stands before it.
  if (isConcluded(tokens)) return tokens;
  if (tokenizer.decode(tokens).includes(verdict.opening)) {
    for (let length = 1; length < tokens.length; length++) {
      if (isConcluded(tokens.subarray(0, length))) return tokens.subarray(0, length);
    }
  }
  const critique = finish === 'stop' ? tokens.subarray(0, -1) : tokens;
  return Int32Array.of(...critique, ...verdict.prefix);
}
