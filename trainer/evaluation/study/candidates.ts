/** Has a model answer problems several times, runs the answers, and has it critique each. */
import { extractCode } from '../../critique/extract.ts';
import { critiquePrompt } from '../../critique/prompts.ts';
import { parseVerdict } from '../../critique/verdict.ts';
import type { Engine, SampleRequest } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Problem } from '../../protocol/data.ts';
import type { Candidate, CandidatesRow } from '../../protocol/evaluation-studies.ts';
import { hashSeed } from '../../random.ts';
import { crlJudge } from '../../run/crl/judge.ts';
import { solveRollout } from '../../run/crl/prompts.ts';
import type { Limits, Sandbox } from '../../sandbox/types.ts';
import { judgedQuestion } from '../../tasks/judged-question.ts';

export interface CandidateSampling {
  readonly engine: Pick<Engine, 'sample'>;
  readonly tokenizer: Tokenizer;
  readonly sandbox: Sandbox;
  readonly limits: Limits;
  readonly candidates: number;
  readonly critiques: number;
  readonly maxPromptTokens: number;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Null where the prompt does not fit, or an answer needs what the sandbox lacks. */
export async function candidatesOf(
  problem: Problem,
  sampling: CandidateSampling,
): Promise<CandidatesRow | null> {
  const { engine, tokenizer, signal } = sampling;
  const prompt = solveRollout(problem, tokenizer);
  if (prompt.tokens.length > sampling.maxPromptTokens) return null;
  const request = { ...requestOf(prompt.tokens, problem.id, sampling), count: sampling.candidates };
  const [answers = []] = await engine.sample([request], { signal });
  const judgements = await crlJudge(sampling)(prompt, answers, signal);
  if (judgements.some((one) => one.task === 'solve' && one.outcome === 'unsupported')) return null;
  const programs = judgements.map(({ text }) => extractCode(text, problem.language));
  const critiques = await critiquesOf(problem, programs, sampling);
  return {
    id: problem.id,
    candidates: judgements.map(({ reward }, index) => ({
      passed: reward === 1,
      critiques: critiques[index] ?? [],
    })),
  };
}

/** In the order of the programs. What is no program, or leaves no room for a critique, has none. */
async function critiquesOf(
  problem: Problem,
  programs: readonly (string | null)[],
  sampling: CandidateSampling,
): Promise<Candidate['critiques'][]> {
  const { engine, tokenizer, signal } = sampling;
  const { id, language } = problem;
  const question = judgedQuestion(problem);
  const prompts = programs.map((solution) =>
    solution === null ? null : tokenizer.encodePrompt(critiquePrompt({ question, solution, language })),
  );
  const asked = prompts.flatMap((tokens, index) =>
    tokens === null || tokens.length > sampling.maxPromptTokens ? [] : [{ tokens, index }],
  );
  const written = await engine.sample(
    asked.map(({ tokens, index }) => ({
      ...requestOf(tokens, `${id} critique ${index}`, sampling),
      count: sampling.critiques,
    })),
    { signal },
  );
  return programs.map((_, index) => {
    const place = asked.findIndex((one) => one.index === index);
    return (written[place] ?? []).map(({ tokens }) => ({
      verdict: parseVerdict(tokenizer.decode(tokens)),
      tokens: tokens.length,
    }));
  });
}

const requestOf = (
  prompt: Int32Array,
  name: string,
  { seed, temperature, maxTokens }: CandidateSampling,
): Omit<SampleRequest, 'count'> => ({
  prompt,
  seed: hashSeed(seed, name),
  params: { maxTokens, temperature, topP: 1, topK: 0, stop: [] },
});
