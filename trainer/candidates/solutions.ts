/** Answers to the solve prompt as solutions: the program in each, taken out as training takes it out. */
import { extractCode } from '../critique/extract.ts';
import { answerOf } from '../critique/reasoning.ts';
import type { Exchange, SampleReport, Sampling } from '../protocol/candidates.ts';
import type { Problem, Provenance, Solution } from '../protocol/data.ts';
import { readExchanges } from './transcript.ts';

type Tally = Pick<SampleReport, 'answers' | 'solutions' | 'empty' | 'withoutCode' | 'truncated'>;

type Answered = Pick<Exchange, 'first' | 'seed' | 'answers'>;

interface Gathered {
  /** In the order of the problems. */
  readonly rows: readonly Solution[];
  readonly tally: Tally;
}

/**
 * The solutions of a transcript, at most `perProblem` of a problem. An answer without a program is none, unless
 * `keepsEmpty`: it is then a program with nothing in it, which counts as a failure where solutions are counted.
 */
export async function gatherSolutions(
  path: string,
  sampling: Sampling,
  problems: readonly Problem[],
  perProblem: number,
  keepsEmpty = false,
): Promise<Gathered> {
  const answered = new Map<string, Answered[]>();
  for await (const { problemId, first, seed, answers } of readExchanges(path, sampling)) {
    answered.set(problemId, [...(answered.get(problemId) ?? []), { first, seed, answers }]);
  }
  const rows: Solution[] = [];
  const tally = { answers: 0, solutions: 0, empty: 0, withoutCode: 0, truncated: 0 };
  for (const problem of problems) {
    for (const { text, finish, index, seed } of inOrder(answered.get(problem.id) ?? [], perProblem)) {
      tally.answers += 1;
      if (finish === 'length') tally.truncated += 1;
      const code = extractCode(text, problem.language);
      if (code !== null || keepsEmpty) {
        const { model } = sampling.answerer;
        const id = `${problem.id}#${model}#${index + 1}`;
        rows.push({
          id,
          problemId: problem.id,
          solution: code ?? '',
          provenance: provenanceOf(sampling, seed),
        });
      }
      if (code !== null) tally.solutions += 1;
      else if (answerOf(text).trim() === '') tally.empty += 1;
      else tally.withoutCode += 1;
    }
  }
  return { rows, tally };
}

/**
 * The answers of a problem in their order, at most `most`, each with its number from 0 and the seed of its request. A
 * number counts once: two processes that have resumed a transcript at the same time have asked for it twice.
 */
function inOrder(answered: readonly Answered[], most: number) {
  const numbered = answered.flatMap(({ first, seed, answers }) =>
    answers.map((answer, index) => ({ ...answer, index: first + index, seed })),
  );
  const byNumber = new Map(numbered.toReversed().map((answer) => [answer.index, answer]));
  return [...byNumber.values()].sort((a, b) => a.index - b.index).slice(0, most);
}

function provenanceOf({ answerer, temperature }: Sampling, requestSeed: number | undefined): Provenance {
  const { kind, model } = answerer;
  if (kind === 'endpoint') {
    return { kind, model, temperature, ...(requestSeed !== undefined && { seed: requestSeed }) };
  }
  const { step, seed } = answerer;
  return { kind, model, temperature, seed, ...(step !== undefined && { step }) };
}
