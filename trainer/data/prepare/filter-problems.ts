/**
 * Which problems of a set stay, one after the other. A problem is left out at the first of these that it fails: a
 * test is left, nothing of it stands in an evaluation set, its own solution passes, it is no near duplicate of a
 * problem before it that stayed. Duplicates come last, so that a problem is never left out for one that is itself.
 */
import { hashSeed } from '../../random.ts';
import type { Problem } from '../../protocol/data.ts';
import type { DroppedProblem } from '../../protocol/data-reports.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { mapInOrder } from '../../tasks/in-order.ts';
import { contaminationOf } from './contamination.ts';
import { NearDuplicates } from './near-duplicates.ts';
import type { EvaluationIndex } from './overlap.ts';
import { chooseProblemTests, type ChosenTests, type TestRule } from './problem-tests.ts';
import { checkReference, type ReferenceOutcome } from './reference.ts';

export interface ProblemRules {
  readonly tests: TestRule;
  /** What no text may overlap with; null compares with nothing. */
  readonly evaluation: EvaluationIndex | null;
  /** Runs the references; null runs none. */
  readonly sandbox: Sandbox | null;
  /** Least Jaccard similarity of near duplicates; null keeps them. */
  readonly nearDuplicates: number | null;
}

/** What became of one problem. */
export interface FilteredProblem {
  readonly read: Problem;
  readonly tests: ChosenTests;
  readonly reference: ReferenceOutcome | null;
  /** The problem with the tests that stay; null where it was left out, and `dropped` says why. */
  readonly kept: Problem | null;
  readonly dropped: DroppedProblem | null;
}

type Judged = Omit<FilteredProblem, 'kept'> & { readonly problem: Problem | null };

/** In the order of the problems. References run `concurrency` at a time. */
export async function* filterProblems(
  problems: AsyncIterable<Problem> | Iterable<Problem>,
  rules: ProblemRules,
  concurrency: number,
  signal: AbortSignal,
): AsyncGenerator<FilteredProblem> {
  const duplicates = new Duplicates(rules);
  const judge = (problem: Problem, stop: AbortSignal): Promise<Judged> => judgeAlone(problem, rules, stop);
  for await (const { problem, ...judged } of mapInOrder(problems, judge, concurrency, signal)) {
    const dropped = judged.dropped ?? (problem === null ? null : duplicates.check(problem));
    yield { ...judged, dropped, kept: dropped === null ? problem : null };
  }
}

/** Everything that can be said of a problem without knowing the others. */
async function judgeAlone(read: Problem, rules: ProblemRules, signal: AbortSignal): Promise<Judged> {
  const tests = chooseProblemTests(read, rules.tests);
  const { problem } = tests;
  const { id } = read;
  const judged = (dropped: DroppedProblem | null, reference: ReferenceOutcome | null = null): Judged => {
    return { read, tests, problem, reference, dropped };
  };
  if (problem === null) return judged({ id, reason: 'no-test-left', tests: tests.read });
  const overlap = contaminationOf(problem, rules.evaluation);
  if (overlap !== null) return judged({ id, ...overlap });
  if (rules.sandbox === null) return judged(null);
  const reference = await checkReference(problem, rules.sandbox, signal);
  if (reference.outcome === 'void') return judged({ id, reason: 'tests-void' }, reference);
  if (reference.outcome === 'failed') {
    return judged({ id, reason: 'reference-fails', cause: reference.cause }, reference);
  }
  return judged(null, reference);
}

/**
 * Problems are near duplicates when their questions are, in one language: the same task with another reference is
 * the same task, and its translation is not.
 */
class Duplicates {
  readonly #threshold: number | null;
  readonly #seed: number;
  readonly #ofLanguage = new Map<string, { readonly texts: NearDuplicates; readonly ids: string[] }>();

  constructor({ nearDuplicates, tests }: ProblemRules) {
    this.#threshold = nearDuplicates;
    this.#seed = hashSeed(tests.seed, 'near-duplicates');
  }

  check({ id, question, language }: Problem): DroppedProblem | null {
    if (this.#threshold === null) return null;
    const earlier = this.#ofLanguage.get(language) ?? {
      texts: new NearDuplicates(this.#threshold, this.#seed),
      ids: [],
    };
    this.#ofLanguage.set(language, earlier);
    const like = earlier.texts.add(question);
    if (like === null) {
      earlier.ids.push(id);
      return null;
    }
    return { id, reason: 'near-duplicate', of: earlier.ids[like.of] ?? '', similarity: like.similarity };
  }
}
