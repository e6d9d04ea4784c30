/** What can go wrong when candidate solutions are made, and when pairs are made of them. */
import { TrainerError } from './error.ts';

export function nothingToMutate(problems: number, language: string | undefined): TrainerError {
  const chosen = language === undefined ? `${problems} problems` : `${problems} problems in ${language}`;
  return new TrainerError(
    'candidates.nothing-to-mutate',
    `Mutating needs solutions, and the ${chosen} come without one.`,
    'Give problems with a reference ("solution"), or a file of solutions with --solutions.',
  );
}

export function noPairs(candidates: number): TrainerError {
  return new TrainerError(
    'candidates.no-pairs',
    `Of ${candidates} candidates none could be labelled, so there are no pairs to write.`,
    'The lines above say why for each; correct the problems or their tests.',
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
