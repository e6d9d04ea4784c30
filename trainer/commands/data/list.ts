/** Every verb of `critique-coder data`, in the order in which data is made. */
import type { Command } from '../command.ts';
import { dataImport } from './import.ts';

export const dataVerbs: readonly Command[] = [dataImport];
