import { dataVerbs } from './data/list.ts';
import { UsageError, type Command } from './command.ts';

const width = Math.max(...dataVerbs.map(({ name }) => name.length));
const words = dataVerbs.map(({ name }) => name.replace('data ', ''));

export const dataCommand: Command = {
  name: 'data',
  summary: 'bring problem sets in, and make labelled pairs of them',
  usage: `${words.join('|')} …`,
  help: [
    ...dataVerbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '"critique-coder data <verb> --help" says more about each.',
  ].join('\n'),
  verbs: dataVerbs,
  options: {},
  takesOperands: true,
  run: () => Promise.reject(new UsageError(`say ${words.join(', ')}`)),
};
