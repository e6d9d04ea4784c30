/** What the report says of the problems that went by. */
import type { FilterReport, Followers } from '../../protocol/data-reports.ts';
import { distributionOf } from './distribution.ts';
import type { FilteredProblem } from './filter-problems.ts';
import { countTests } from '../../tasks/exercise.ts';
import { inputCharacters } from './problem-tests.ts';

type Dropped = FilterReport['problems']['dropped'][number];
type References = NonNullable<FilterReport['references']>;

export class FilterTally {
  readonly #dropped: Dropped[] = [];
  readonly #references: References = { passed: 0, failed: 0, absent: 0, unlabelled: [] };
  readonly #before = new Tests();
  readonly #after = new Tests();
  readonly #tests = { tooLong: 0, notSampled: 0, withProblem: 0, longTestCodeKept: 0 };

  enter({ read, tests, reference, kept, dropped }: FilteredProblem): void {
    this.#before.enter(read);
    if (kept !== null) this.#after.enter(kept);
    if (dropped !== null) this.#dropped.push(dropped);
    this.#tests.tooLong += tests.tooLong;
    this.#tests.notSampled += tests.notSampled;
    if (kept === null) this.#tests.withProblem += tests.read - tests.tooLong - tests.notSampled;
    else if (tests.isLongTestCode) this.#tests.longTestCodeKept += 1;
    this.#enterReference(read.id, reference);
  }

  /** `references` of a set whose references were not run is null. */
  report(areReferencesRun: boolean): Pick<FilterReport, 'problems' | 'tests' | 'references'> {
    const count = (reason: Dropped['reason']): number =>
      this.#dropped.filter((row) => row.reason === reason).length;
    return {
      problems: {
        read: this.#before.perProblem.length,
        kept: this.#after.perProblem.length,
        noTestLeft: count('no-test-left'),
        contaminated: count('contaminated'),
        referenceFails: count('reference-fails'),
        testsVoid: count('tests-void'),
        nearDuplicates: count('near-duplicate'),
        dropped: this.#dropped,
      },
      tests: {
        read: this.#before.count,
        kept: this.#after.count,
        ...this.#tests,
        perProblemBefore: distributionOf(this.#before.perProblem),
        perProblemAfter: distributionOf(this.#after.perProblem),
        inputCharactersBefore: this.#before.meanCharacters,
        inputCharactersAfter: this.#after.meanCharacters,
      },
      references: areReferencesRun ? this.#references : null,
    };
  }

  #enterReference(id: string, reference: FilteredProblem['reference']): void {
    switch (reference?.outcome) {
      case 'passed':
      case 'failed':
      case 'absent':
        this.#references[reference.outcome] += 1;
        return;
      case 'unlabelled':
        this.#references.unlabelled.push({ id, cause: reference.cause });
        return;
      case 'void':
      case undefined:
    }
  }
}

class Tests {
  readonly perProblem: number[] = [];
  #characters = 0;
  #inputs = 0;

  enter(problem: FilteredProblem['read']): void {
    this.perProblem.push(countTests(problem));
    for (const characters of inputCharacters(problem)) {
      this.#characters += characters;
      this.#inputs += 1;
    }
  }

  get count(): number {
    return this.perProblem.reduce((sum, tests) => sum + tests, 0);
  }

  get meanCharacters(): number | null {
    return this.#inputs === 0 ? null : this.#characters / this.#inputs;
  }
}

/** The runs of words that cost the most rows, at most ten. */
export function commonestOverlaps(
  dropped: readonly (Dropped | Followers['dropped'][number])[],
): FilterReport['commonestOverlaps'] {
  const runs = dropped.flatMap((row) => (row.reason === 'contaminated' ? [row.words] : []));
  const rows = [...Map.groupBy(runs, (run) => run)].map(([words, all]) => ({ words, rows: all.length }));
  return rows.sort((a, b) => b.rows - a.rows || (a.words < b.words ? -1 : 1)).slice(0, 10);
}
