/** Every command, in the order in which they are listed. */
import type { Command } from './command.ts';
import { ablateCommand } from './ablate.ts';
import { critiqueCommand } from './critique.ts';
import { dataCommand } from './data.ts';
import { doctorCommand } from './doctor.ts';
import { evalCommand } from './eval.ts';
import { exportCommand } from './export.ts';
import { labelCommand } from './label.ts';
import { modelCommand } from './model.ts';
import { mergeCommand } from './merge.ts';
import { runsCommand } from './runs.ts';
import { trainCommand } from './train.ts';
import { verifyCommand } from './verify.ts';

export const commands: readonly Command[] = [
  trainCommand,
  ablateCommand,
  evalCommand,
  critiqueCommand,
  verifyCommand,
  dataCommand,
  labelCommand,
  exportCommand,
  modelCommand,
  mergeCommand,
  runsCommand,
  doctorCommand,
];
