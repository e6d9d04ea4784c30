/** The opinions of a critic in training, many at once: as `Critic.opinion`, but batched by the engine. */
import { critiquePrompt, type CritiqueSubject } from '../critique/prompts.ts';
import type { Completion, Engine } from '../engine/types.ts';
import type { Tokenizer } from '../model/tokenizer.ts';
import { agreedLogit } from '../critique/agreement.ts';
import type { ChatSettings } from '../protocol/chat.ts';
import type { Critiques } from '../protocol/critic.ts';
import { critiqueSeed } from './writing.ts';
import { critiqueBefore, verdictTokens, type VerdictTokens } from './verdict-tokens.ts';

export interface ScoreOptions {
  /** Subjects with longer prompts are left out. */
  readonly maxPromptTokens: number;
  readonly maxCritiqueTokens: number;
  readonly critiques: Critiques;
  readonly chat: ChatSettings;
  readonly signal?: AbortSignal | undefined;
}

/** The logit of each subject that is short enough, with the subject it is about. */
export async function scoreSubjects<Subject extends CritiqueSubject>(
  engine: Engine,
  tokenizer: Tokenizer,
  subjects: readonly Subject[],
  { maxPromptTokens, maxCritiqueTokens, critiques, chat, signal }: ScoreOptions,
): Promise<{ readonly subject: Subject; readonly logit: number }[]> {
  const verdict = verdictTokens(tokenizer);
  const options = signal === undefined ? {} : { signal };
  const asked = subjects
    .map((subject) => ({ subject, prompt: tokenizer.encodePrompt(critiquePrompt(subject)) }))
    .filter(({ prompt }) => prompt.length <= maxPromptTokens);
  const { count, temperature } = critiques;
  // While it thinks a model may write a conclusion too, and goes on behind it.
  const stop = chat.thinking ? [] : [[...verdict.prefix]];
  const params = { temperature, topP: 1, topK: 0, maxTokens: maxCritiqueTokens, stop };
  const requests = asked.map(({ prompt }) => ({ prompt, params, count, seed: critiqueSeed }));
  const read =
    count === 0
      ? asked.map(() => [verdict.prefix])
      : (await engine.sample(requests, options)).map((group) =>
          group.map((each) => upToVerdict(each, tokenizer, verdict)),
        );
  // Sampled critiques of a subject are often the same to the last token, and are then read once.
  const endings = read.map((group) => Map.groupBy(group, (ending) => ending.join()));
  const { logprobs } = await engine.forward(
    asked.map(({ prompt }, index) => ({
      prompt,
      completions: [...(endings[index]?.values() ?? [])].flatMap(([ending = new Int32Array(0)]) =>
        bothVerdicts(ending, verdict),
      ),
    })),
    1,
    options,
  );
  const verdicts = logprobs.map((each) => each.at(-1) ?? NaN).values();
  const nextLogit = (): number => (verdicts.next().value ?? NaN) - (verdicts.next().value ?? NaN);
  return asked.map(({ subject }, index) => {
    const logits = [...(endings[index]?.values() ?? [])].flatMap((same) => {
      const logit = nextLogit();
      return same.map(() => logit);
    });
    return { subject, logit: agreedLogit(logits) };
  });
}

/** A critique with either verdict behind it. */
function bothVerdicts(ending: Int32Array, { correct, incorrect }: VerdictTokens) {
  return [correct, incorrect].map((token) => {
    const tokens = Int32Array.of(...ending, token);
    return { tokens, weights: new Float32Array(tokens.length).fill(1) };
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
