/** What can go wrong when candidate solutions are made, and when pairs are made of them. */
import { TrainerError } from './error.ts';

const inLanguage = (problems: number, language: string | undefined): string =>
  language === undefined ? `${problems} problems` : `${problems} problems in ${language}`;

export function nothingToMutate(problems: number, language: string | undefined): TrainerError {
  return new TrainerError(
    'candidates.nothing-to-mutate',
    `Mutating needs solutions, and the ${inLanguage(problems, language)} come without one.`,
    'Give problems with a reference ("solution"), or a file of solutions with --solutions.',
  );
}

export function onlyOrphans(file: string, problems: number, language: string | undefined): TrainerError {
  return new TrainerError(
    'candidates.only-orphans',
    `No solution of ${file} is of one of the ${inLanguage(problems, language)}, so there is nothing to mutate.`,
    'Check that the "problemId" of the solutions are ids of these problems.',
  );
}

/** `leftOut` reads like `2 unlabelled, 1 repeated`; `survivors` are mutants that pass every test. */
export function noPairs(candidates: number, leftOut: string, survivors: number): TrainerError {
  return new TrainerError(
    'candidates.no-pairs',
    `None of ${candidates} candidates is a pair, so there are none to write. Left out: ${leftOut}.`,
    survivors === 0
      ? 'The lines above say why for each; correct the problems or their tests.'
      : 'Keep the mutants that pass every test with --survivors, or add tests that show their mistakes.',
  );
}

export function oneClass(correct: number, incorrect: number, share: number): TrainerError {
  return new TrainerError(
    'candidates.one-class',
    `A share of ${share} correct pairs needs pairs of both kinds, and there are ${correct} correct and ${incorrect} incorrect ones.`,
    incorrect === 0
      ? 'Add wrong solutions: "critique-coder data mutate" makes them of right ones.'
      : 'Add right solutions: --references adds those of the problems.',
  );
}
