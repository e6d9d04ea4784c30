/** Asks a policy of ours for solutions, with the sampler and the prompts of training. */
import { templateVersion } from '../critique/prompts.ts';
import type { SampleRequest } from '../engine/types.ts';
import type { Exchange, Sampling } from '../protocol/candidates.ts';
import type { Problem } from '../protocol/data.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { hashSeed } from '../random.ts';
import { solveRollout, type CrlPrompt } from '../run/crl/prompts.ts';
import type { Policy, PolicyChoice } from '../run/crl/policy.ts';
import type { Transcript } from './transcript.ts';

/** Tokens of one answer at most, where nothing else is said. */
export const usualAnswerTokens = 1024;

/** What a transcript says of a policy that is asked; of a run, an answer has what its last phase allows unless told. */
export function policySamplingOf(
  { name: model, folder, step, config }: PolicyChoice,
  settings: Pick<Sampling, 'problems' | 'temperature' | 'topP'> & {
    readonly maxTokens: number | undefined;
    readonly seed: number;
  },
): Sampling {
  const { seed, ...others } = settings;
  return {
    type: 'sampling',
    protocol: PROTOCOL_VERSION,
    template: templateVersion,
    ...others,
    maxTokens: settings.maxTokens ?? (step === undefined ? usualAnswerTokens : config.context.second),
    answerer: { kind: 'policy', model, folder, seed, ...(step !== undefined && { step }) },
  };
}

export interface PolicySampling {
  readonly policy: Policy;
  readonly sampling: Sampling;
  readonly problems: readonly Problem[];
  readonly perProblem: number;
  /** Tokens after which nothing more is begun. */
  readonly mostTokens: number;
  readonly transcript: Transcript;
  readonly signal: AbortSignal;
  readonly onExchange: () => void;
}

/** Answers of one call, at least one problem's: many decode side by side, and what is stopped loses no more than these. */
const answersAtOnce = 64;

/**
 * Resolves when every problem that fits has its answers or the budget is used up. An answer follows from the seed, the
 * problem, its number and that of the first answer of its request, whoever decodes beside it: a problem that has some
 * answers already is asked for the others by another seed.
 * @returns how many problems were left out because their prompt fills the context.
 */
export async function samplePolicy(options: PolicySampling): Promise<number> {
  const { policy, problems, perProblem, transcript, mostTokens, signal } = options;
  const atOnce = Math.max(1, Math.floor(answersAtOnce / perProblem));
  let tooLong = 0;
  for (let start = 0; start < problems.length; start += atOnce) {
    signal.throwIfAborted();
    const prompts = problems
      .slice(start, start + atOnce)
      .map((problem) => solveRollout(problem, policy.tokenizer));
    const fitting = prompts.filter(({ tokens }) => tokens.length < policy.maxPositions);
    tooLong += prompts.length - fitting.length;
    const wanted = fitting.filter(({ id }) => transcript.answered(id) < perProblem);
    const isSpent = transcript.tokens.prompt + transcript.tokens.completion >= mostTokens;
    if (wanted.length > 0 && !isSpent) await sampleSome(options, wanted);
  }
  return tooLong;
}

async function sampleSome(options: PolicySampling, prompts: readonly CrlPrompt[]): Promise<void> {
  const { policy, sampling, perProblem, transcript, signal } = options;
  const { temperature, topP, maxTokens, answerer } = sampling;
  const began = performance.now();
  const firsts = prompts.map(({ id }) => transcript.answered(id));
  const requests = prompts.map(({ id, tokens }, index): SampleRequest => {
    const first = firsts[index] ?? 0;
    return {
      prompt: tokens,
      count: perProblem - first,
      seed: hashSeed(answerer.seed ?? 0, id, first),
      params: { temperature, topP, topK: 0, maxTokens, stop: [] },
    };
  });
  const completions = await policy.engine.sample(requests, { signal });
  const milliseconds = Math.round(performance.now() - began);
  for (const [index, { id, text }] of prompts.entries()) {
    const { prompt, count, seed } = requests[index] as SampleRequest;
    const answers = completions[index] ?? [];
    const exchange: Omit<Exchange, 'type'> = {
      problemId: id,
      first: firsts[index] ?? 0,
      asked: count,
      seed,
      messages: [{ role: 'user', content: text }],
      answers: answers.map(({ tokens, finish }) => ({ text: policy.tokenizer.decode(tokens), finish })),
      usage: {
        prompt: prompt.length,
        completion: answers.reduce((sum, { tokens }) => sum + tokens.length, 0),
        estimated: false,
      },
      milliseconds,
      attempts: 1,
    };
    await transcript.append(exchange);
    options.onExchange();
  }
}
