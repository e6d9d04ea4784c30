/** Proof, from the files as they were written, that nothing stands on two sides of a split. */
import { splitLeaks } from '../../errors/data-prepare.ts';
import type { SplitReport } from '../../protocol/data-reports.ts';
import { readPairs, readProblems, readSolutions } from '../../tasks/read.ts';
import { AlikeQuestions } from './alike-questions.ts';
import { questionKey } from './fates.ts';
import type { RowKind } from './split-side.ts';

interface WrittenSide {
  readonly name: string;
  path(kind: RowKind): string;
}

/**
 * Reads all rows of `kinds` again and counts what was compared; throws `data-prepare.split-leaks` at the first leak. With
 * `nearDuplicates`, a question that is so much like one on another side is a leak too.
 */
export async function checkSides(
  sides: readonly WrittenSide[],
  kinds: readonly RowKind[],
  signal: AbortSignal,
  nearDuplicates: number | null = null,
): Promise<SplitReport['checked']> {
  const families = new Sightings('family');
  const questions = new Sightings('question');
  const problems = new Sightings('problem');
  const alike = nearDuplicates === null ? null : new AlikeQuestions(nearDuplicates);
  for (const side of sides) {
    for (const kind of kinds) {
      for await (const { problem, question, family } of readRows(side.path(kind), kind, signal)) {
        if (problem !== undefined) problems.see(problem, problem, side.name);
        if (question !== undefined) {
          questions.see(questionKey(question), question, side.name);
          for (const key of alike?.add(question) ?? []) questions.see(key, question, side.name);
        }
        if (family !== undefined) families.see(family, family, side.name);
      }
    }
  }
  return { families: families.size, questions: questions.size, problems: problems.size };
}

interface Place {
  readonly problem: string | undefined;
  readonly question?: string | undefined;
  readonly family?: string | undefined;
}

async function* readRows(file: string, kind: RowKind, signal: AbortSignal): AsyncGenerator<Place> {
  switch (kind) {
    case 'problems':
      for await (const { id, question, family } of readProblems(file, { signal })) {
        yield { problem: id, question, family };
      }
      return;
    case 'solutions':
      for await (const { problemId } of readSolutions(file, { signal })) yield { problem: problemId };
      return;
    case 'pairs':
      for await (const { problemId, question, family } of readPairs(file, { signal })) {
        yield { problem: problemId, question, family };
      }
      return;
  }
}

/** On which side each value was seen. */
class Sightings {
  readonly #kind: string;
  readonly #sideOf = new Map<string, string>();

  constructor(kind: string) {
    this.#kind = kind;
  }

  get size(): number {
    return this.#sideOf.size;
  }

  see(key: string, value: string, side: string): void {
    const earlier = this.#sideOf.get(key) ?? side;
    if (earlier !== side) throw splitLeaks(this.#kind, value, [earlier, side]);
    this.#sideOf.set(key, side);
  }
}
