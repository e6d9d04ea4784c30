/** Every verb of `critique-coder data`, in the order in which data is made. */
import type { Command } from '../command.ts';
import { dataSampleCommand } from './sample.ts';
import { filterCommand } from './filter.ts';
import { splitCommand } from './split.ts';
import { statsCommand } from './stats.ts';

export const dataVerbs: readonly Command[] = [filterCommand, statsCommand, splitCommand, dataSampleCommand];
