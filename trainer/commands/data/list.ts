/** Every verb of `critique-coder data`, in the order in which data is made. */
import type { Command } from '../command.ts';
import { dataMutateCommand } from './mutate.ts';

export const dataVerbs: readonly Command[] = [dataMutateCommand];
