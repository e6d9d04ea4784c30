/** What the page says, in English, in one place. */
import type { Activity } from '../trainer/protocol/control.ts';
import type { RunListState } from '../trainer/protocol/reports.ts';

export const stateWords: Readonly<Record<RunListState, string>> = {
  preparing: 'Preparing',
  running: 'Running',
  pausing: 'Pausing after this step',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  finished: 'Finished',
  failed: 'Failed',
  interrupted: 'Interrupted',
  unreadable: 'Unreadable',
};

export const activityWords: Readonly<Record<Activity, string>> = {
  loading: 'loading the model',
  generating: 'generating completions',
  'executing-tests': 'executing tests',
  updating: 'updating the weights',
  validating: 'validating',
  saving: 'saving',
  waiting: 'waiting',
};

export const strings = {
  emptyTitle: 'No training run yet',
  emptyText:
    'Train a critic on this machine. It learns to solve problems and to judge solutions, and then reads your functions. Nothing leaves this machine.',
  train: 'Train Critique-Coder',
  loading: 'Reading the runs…',
  run: 'Run',
  compare: 'Compare',
  compareWith: 'Compare with other runs',
  noOthers: 'There is no other run to compare with.',
  before: 'before training',
  charts: 'Charts',
  samples: 'Samples',
  log: 'Log',
  details: 'Details',
  axis: 'Horizontal axis',
  smoothing: 'Smoothing',
  resetZoom: 'Reset Zoom',
  showTable: 'Show as table',
  otherMetrics: 'All other metrics',
  noSteps: 'The first step is not complete yet.',
  noStepsEnded: 'The run ended before its first step was complete.',
  exportSvg: 'Export chart as SVG',
  openLog: 'Open Log',
  openRecord: 'Open run.json',
  exportCsv: 'Export Metrics as CSV',
  dismiss: 'Dismiss',
  showMore: 'Show more',
  noSamples: 'No samples match.',
  noSamplesYet: 'The run has no samples yet: a step writes them when it is complete.',
  noLog: 'There are no entries of this level.',
  older: 'Older',
  newest: 'Newest',
  olderEntries: 'Show older entries',
  onlyDifferences: 'Only what differs',
  noDifferences: 'The configurations of these runs are the same.',
  configuration: 'Configuration',
  configurationHelp: 'As it was frozen when the run was created.',
  record: 'Record',
  machine: 'This machine',
  warnings: 'Warnings and failures',
} as const;
