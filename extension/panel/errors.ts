/** What can go wrong in the panel, apart from what a run's own files answer. */
import { TrainerError } from '../../trainer/errors/error.ts';

export function requestInvalid(reason: string): TrainerError {
  return new TrainerError(
    'panel.request-invalid',
    `A message of the Monitor could not be read: ${reason}`,
    "Run 'Developer: Reload Window'; if it comes back, report it with the output of Critique-Coder.",
  );
}

export function runUnknown(folder: string): TrainerError {
  return new TrainerError(
    'panel.run-unknown',
    `There is no run in ${folder} any more.`,
    'Choose another run at the top of the Monitor.',
  );
}

export function actionNotPossible(action: string, id: string, state: string): TrainerError {
  return new TrainerError(
    'panel.action-not-possible',
    `'${action}' is not possible for the run ${id}, which is ${state} now.`,
    'The buttons at the top of the Monitor show what is.',
  );
}

export function sampleGone(step: number): TrainerError {
  return new TrainerError(
    'panel.sample-gone',
    `The sample of step ${step} is not in the run's folder any more: the run went on from an earlier checkpoint.`,
    'Choose the samples again.',
  );
}

export function nothingLogged(id: string): TrainerError {
  return new TrainerError(
    'panel.nothing-logged',
    `Exporting the metrics of the run ${id} failed: it has logged no step yet.`,
    'Wait for the first step, or choose another run.',
  );
}

export function chartEmpty(title: string, id: string): TrainerError {
  return new TrainerError(
    'panel.chart-empty',
    `Exporting the chart '${title}' failed: the run ${id} has no values for it.`,
    'Choose a chart that shows a line.',
  );
}

export function chartUnknown(id: string): TrainerError {
  return new TrainerError(
    'panel.chart-unknown',
    `Exporting the chart '${id}' failed: there is no such chart.`,
    'Choose one that the Monitor shows.',
  );
}
