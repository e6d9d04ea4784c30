/** What became of the problems that pairs and solutions belong to. */
import { hashContent } from '../../hash.ts';
import type { Problem } from '../../protocol/data.ts';

/** `unknown`: there was no such problem. */
export type Fate = 'kept' | 'dropped' | 'unknown';

interface Follower {
  readonly problemId?: string | undefined;
  readonly question?: string;
  readonly family?: string | undefined;
}

/**
 * A row goes with the problem that it names. One that names none, or one that was never there, goes with the
 * problem of its question, and else with its family, which is gone when all problems of it are.
 */
export class Fates {
  readonly #ofId = new Map<string, boolean>();
  readonly #ofQuestion = new Map<string, boolean>();
  readonly #ofFamily = new Map<string, boolean>();

  enter({ id, question, family }: Problem, isKept: boolean): void {
    this.#ofId.set(id, isKept);
    enterAny(this.#ofQuestion, questionKey(question), isKept);
    if (family !== undefined) enterAny(this.#ofFamily, family, isKept);
  }

  of({ problemId, question, family }: Follower): Fate {
    const isKept =
      (problemId === undefined ? undefined : this.#ofId.get(problemId)) ??
      (question === undefined ? undefined : this.#ofQuestion.get(questionKey(question))) ??
      (family === undefined ? undefined : this.#ofFamily.get(family));
    if (isKept === undefined) return 'unknown';
    return isKept ? 'kept' : 'dropped';
  }
}

/** What stands for a question, white space around it aside; long questions would fill the memory. */
export const questionKey = (question: string): string => hashContent(question.trim());

/** One problem that stays is enough. */
function enterAny(map: Map<string, boolean>, key: string, isKept: boolean): void {
  map.set(key, isKept || map.get(key) === true);
}
