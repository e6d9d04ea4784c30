/** What can go wrong with an ablation: its grid, its folder and its runs. */
import { reasonOf, TrainerError } from './error.ts';

export function gridUnreadable(path: string, cause: unknown): TrainerError {
  return new TrainerError(
    'ablation.grid-unreadable',
    `Reading the grid ${path} failed: ${reasonOf(cause)}`,
    'Check the path; a grid with nothing but {} in it is valid and is the one that is used without a file.',
    { cause },
  );
}

export function gridInvalid(path: string, reason: string): TrainerError {
  return new TrainerError(
    'ablation.grid-invalid',
    `The grid ${path} cannot be used: ${reason}.`,
    'Mend it and start again; docs/protocol.md names every field.',
  );
}

export function axisFixed(path: string, fixed: readonly string[]): TrainerError {
  return new TrainerError(
    'ablation.axis-fixed',
    `The axis ${path} cannot be varied: all cells are measured on the same prompts from the same base.`,
    `Vary anything but ${fixed.join(', ')}; the seeds have a list of their own.`,
  );
}

export function cellsAlike(name: string): TrainerError {
  return new TrainerError(
    'ablation.cells-alike',
    `Two different cells of the grid would both be called ${name}.`,
    'Write their values so that their letters and digits differ.',
  );
}

export function baselineUnknown(name: string, cells: readonly string[]): TrainerError {
  return new TrainerError(
    'ablation.baseline-unknown',
    `The baseline ${name} is no cell of the grid.`,
    `The cells are ${cells.join(', ')}.`,
  );
}

export function lengthInEpochs(epochs: number): TrainerError {
  return new TrainerError(
    'ablation.epochs',
    `An ablation over ${epochs} epochs would train its cells for different numbers of steps.`,
    'Give the length in steps: "length": {"steps": 24}, or --steps.',
  );
}

export function heldOutMoves(sources: readonly string[]): TrainerError {
  return new TrainerError(
    'ablation.held-out-moves',
    `What is held back of ${sources.join(', ')} depends on the seed, so one seed would train on what another is measured on.`,
    'Name files of their own for data.heldOut in the configuration.',
  );
}

export function nothingHeldOut(): TrainerError {
  return new TrainerError(
    'ablation.nothing-held-out',
    'The ablation has no held-out problem and no held-out pair to measure its runs on.',
    'Name files for data.heldOut in the configuration, and ask for more than 0 problems or pairs.',
  );
}

export function gridChanged(folder: string, changes: readonly string[]): TrainerError {
  return new TrainerError(
    'ablation.grid-changed',
    [`The ablation in ${folder} was begun with another grid:`, ...changes.map((line) => `  ${line}`)].join(
      '\n',
    ),
    'Cells and seeds may be added to it and nothing else. Use another folder (--out) for another grid.',
  );
}

export function runDiffers(folder: string): TrainerError {
  return new TrainerError(
    'ablation.run-differs',
    `The run in ${folder} has another configuration than this cell of the grid.`,
    'Move it to another place and start again, or use another folder (--out).',
  );
}

export function noAblation(folder: string): TrainerError {
  return new TrainerError(
    'ablation.none',
    `Reporting on ${folder} failed: there is no ablation.json in it.`,
    'Name the folder of an ablation (--out), or begin one without --report.',
  );
}
