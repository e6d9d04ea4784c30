/** What can go wrong in the Monitor. */
import { TrainerError } from '../../trainer/errors/error.ts';
import { t } from '../l10n.ts';

export const requestInvalid = (reason: string): TrainerError =>
  new TrainerError(
    'panel.request-invalid',
    t('A message of the Monitor could not be read: {0}', reason),
    t('Run “Developer: Reload Window”; if it comes back, report it with the output of Critique-Coder.'),
  );

export const sampleGone = (step: number): TrainerError =>
  new TrainerError(
    'panel.sample-gone',
    t(
      'The sample of step {0} is not in the run’s folder any more: the run went on from an earlier checkpoint.',
      step,
    ),
    t('Choose the samples again.'),
  );

export const nothingLogged = (run: string): TrainerError =>
  new TrainerError(
    'panel.nothing-logged',
    t('Exporting the metrics of the run {0} failed: it has logged no step yet.', run),
    t('Wait for the first step, or choose another run.'),
  );

export const nothingToDraw = (run: string): TrainerError =>
  new TrainerError(
    'panel.nothing-to-draw',
    t('Exporting a chart of the run {0} failed: it has no values yet.', run),
    t('Wait for the first step, or choose another run.'),
  );

export const chartEmpty = (title: string, runs: string): TrainerError =>
  new TrainerError(
    'panel.chart-empty',
    t('Exporting the chart “{0}” failed: {1} has no values for it.', title, runs),
    t('Choose a chart that shows a line.'),
  );

export const chartUnknown = (id: string): TrainerError =>
  new TrainerError(
    'panel.chart-unknown',
    t('Exporting the chart “{0}” failed: there is no such chart.', id),
    t('Choose one that the Monitor shows.'),
  );
