/**
 * Has a model answer problems, and go on each time that it would end: the sequential budget forcing of Muennighoff et
 * al. (2025), "s1: Simple test-time scaling", which the paper uses (arXiv 2509.22824): the end of the thinking is
 * suppressed and a word put in its place.
 *
 * Departures (D14):
 * 1. Each iteration goes on from the one before, instead of being sampled from the beginning with so many words. The
 *    distribution is the same, the iterations of a problem are paired, and nothing is computed twice.
 * 2. Of a model that does not think before it answers, the end of the answer is suppressed, and the last program counts.
 */
import type { Completion, Engine, SampleRequest } from '../../engine/types.ts';
import type { Problem } from '../../protocol/data.ts';
import type { ForcedRow } from '../../protocol/evaluation-studies.ts';
import { hashSeed } from '../../random.ts';
import { crlJudge, type JudgeTools } from '../../run/crl/judge.ts';
import { solveRollout } from '../../run/crl/prompts.ts';
import { beginDraft, concatenated, Drafting, repeated, type Draft, type DraftLimits } from './draft.ts';

export interface ForcedSampling extends JudgeTools, DraftLimits {
  readonly engine: Pick<Engine, 'sample'>;
  /** How often a model is made to go on. */
  readonly iterations: number;
  readonly maxPromptTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** The problems whose prompts fit and whose answers could be run, in their order. */
export async function forcedAnswers(
  problems: readonly Problem[],
  sampling: ForcedSampling,
): Promise<ForcedRow[]> {
  const prompts = problems
    .map((problem) => solveRollout(problem, sampling.tokenizer))
    .filter(({ tokens }) => tokens.length <= sampling.maxPromptTokens);
  const drafting = new Drafting(sampling.tokenizer, sampling);
  let drafts = prompts.map(beginDraft);
  for (let iteration = 0; iteration <= sampling.iterations; iteration += 1) {
    drafts = await advanced(drafts, iteration, drafting, sampling);
  }
  return drafts
    .filter(({ isRunnable }) => isRunnable)
    .map(({ prompt: { id }, end, iterations }) => ({ id, end, iterations: [...iterations] }));
}

/** Those that can go on do so and answer; of the others the iteration before counts again. */
async function advanced(
  drafts: readonly Draft[],
  iteration: number,
  drafting: Drafting,
  sampling: ForcedSampling,
): Promise<Draft[]> {
  const open = drafts.map((draft) => (iteration === 0 ? draft : drafting.prolonged(draft)));
  const grown = await written(open, iteration, drafting, sampling);
  // What thinks is told that its thinking ends here, and answers.
  const thought = grown.map((draft) => draft && drafting.closed(draft));
  const answers = await sampleEach(
    thought.map(
      (draft) => draft && requestOf(draft, [iteration, 'answer'], drafting.answering(draft), sampling),
    ),
    sampling,
  );
  return Promise.all(
    drafts.map(async (draft, index): Promise<Draft> => {
      const [whole, answer] = [thought[index] ?? grown[index], answers[index]];
      const now = grown[index];
      if (!now || !whole) return repeated(draft);
      const tokens = answer ? concatenated(whole.written, answer.tokens) : whole.written;
      return judged(now, tokens, iteration > 0, sampling);
    }),
  );
}

/** Each up to the end of its thinking, or of its answer where it does not think. */
async function written(
  open: readonly (Draft | null)[],
  iteration: number,
  drafting: Drafting,
  sampling: ForcedSampling,
): Promise<(Draft | null)[]> {
  const writing = await sampleEach(
    open.map((draft) => draft && requestOf(draft, [iteration, 'write'], drafting.writing(draft), sampling)),
    sampling,
  );
  const grown = open.map((draft, index) => {
    const completion = writing[index];
    return draft && completion ? drafting.grown(draft, completion) : null;
  });
  const rest = await sampleEach(
    grown.map((draft) =>
      draft && drafting.isCutShort(draft)
        ? requestOf(draft, [iteration, 'rest'], drafting.answering(draft), sampling)
        : null,
    ),
    sampling,
  );
  return grown.map((draft, index) => {
    const completion = rest[index];
    return draft && completion ? drafting.completed(draft, completion) : draft;
  });
}

/** The draft with the outcome of a whole answer, thinking included. */
async function judged(
  draft: Draft,
  tokens: Int32Array,
  forced: boolean,
  sampling: ForcedSampling,
): Promise<Draft> {
  const [judgement] = await crlJudge(sampling)(draft.prompt, [{ tokens }], sampling.signal);
  const isRunnable = !(judgement?.task === 'solve' && judgement.outcome === 'unsupported');
  const outcome = { passed: judgement?.reward === 1, tokens: tokens.length, forced };
  return {
    ...draft,
    isRunnable,
    isOver: draft.isOver || !isRunnable,
    iterations: [...draft.iterations, outcome],
  };
}

const requestOf = (
  { prompt, written }: Draft,
  place: readonly (string | number)[],
  params: Pick<SampleRequest['params'], 'maxTokens' | 'stop'>,
  { seed, temperature }: ForcedSampling,
): SampleRequest => ({
  prompt: concatenated(prompt.tokens, written),
  count: 1,
  seed: hashSeed(seed, prompt.id, ...place),
  params: { ...params, temperature, topP: 1, topK: 0 },
});

/** One completion of each request, in their places. */
async function sampleEach(
  requests: readonly (SampleRequest | null)[],
  { engine, signal }: ForcedSampling,
): Promise<(Completion | null)[]> {
  const asked = requests.filter((request) => request !== null);
  if (asked.length === 0) return requests.map(() => null);
  const completions = (await engine.sample(asked, { signal })).flat();
  const byRequest = new Map(asked.map((request, index) => [request, completions[index] ?? null]));
  return requests.map((request) => (request === null ? null : (byRequest.get(request) ?? null)));
}
