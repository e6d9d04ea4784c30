/** Every verb of `critique-coder data`, in the order in which data is made. */
import type { Command } from '../command.ts';
import { filterCommand } from './filter.ts';
import { dataImport } from './import.ts';
import { dataMutateCommand } from './mutate.ts';
import { dataSampleCommand } from './sample.ts';
import { splitCommand } from './split.ts';
import { statsCommand } from './stats.ts';
import { dataWorkspaceCommand } from './workspace.ts';

export const dataVerbs: readonly Command[] = [
  dataImport,
  filterCommand,
  dataSampleCommand,
  dataMutateCommand,
  dataWorkspaceCommand,
  splitCommand,
  statsCommand,
];
