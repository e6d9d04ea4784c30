/** Has a model answer logic questions, with the sampler of training. */
import type { Engine } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { createRandom, hashSeed } from '../../random.ts';
import type { LogicAnswer } from './findings.ts';
import { logicPrompt, type LogicQuestion } from './questions.ts';

export interface Asking {
  readonly engine: Pick<Engine, 'sample'>;
  readonly tokenizer: Pick<Tokenizer, 'encodePrompt' | 'decode'>;
  readonly questions: readonly LogicQuestion[];
  /** Longest prompt in tokens; longer ones are left out. */
  readonly maxPromptTokens: number;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Many decode side by side; what is stopped loses no more than these. */
const atOnce = 32;

/** Each question follows from its own seed, whoever is answered beside it. */
export async function askQuestions(asking: Asking): Promise<{ answers: LogicAnswer[]; tooLong: number }> {
  const { engine, tokenizer, questions, temperature, maxTokens, signal } = asking;
  const answers: LogicAnswer[] = [];
  let tooLong = 0;
  for (let start = 0; start < questions.length; start += atOnce) {
    signal.throwIfAborted();
    const prompted = questions
      .slice(start, start + atOnce)
      .map((question) => ({ question, prompt: tokenizer.encodePrompt(logicPrompt(question)) }));
    const fitting = prompted.filter(({ prompt }) => prompt.length <= asking.maxPromptTokens);
    tooLong += prompted.length - fitting.length;
    const completions = await engine.sample(
      fitting.map(({ question, prompt }) => ({
        prompt,
        count: 1,
        seed: hashSeed(asking.seed, question.id),
        params: { maxTokens, temperature, topP: 1, topK: 0, stop: [] },
      })),
      { signal },
    );
    fitting.forEach(({ question }, index) => {
      const [completion] = completions[index] ?? [];
      if (completion === undefined) return;
      const { tokens, finish } = completion;
      answers.push({ question, text: tokenizer.decode(tokens), truncated: finish === 'length' });
    });
    asking.onProgress(Math.min(start + atOnce, questions.length));
  }
  return { answers, tooLong };
}

/** At most `most` of each task, the same ones for the same seed, in the order of the file. */
export function drawQuestions(
  questions: readonly LogicQuestion[],
  most: number,
  seed: number,
): readonly LogicQuestion[] {
  const drawn = [...Map.groupBy(questions, ({ task }) => task)].flatMap(([task, some]) =>
    createRandom(hashSeed(seed, task)).shuffle(some).slice(0, most),
  );
  const chosen = new Set(drawn);
  return questions.filter((question) => chosen.has(question));
}
