import { countFile } from '../../data/prepare/stats.ts';
import type { StatsReport } from '../../protocol/data-reports.ts';
import { UsageError, type Command } from '../command.ts';
import { tokenCounter, tokenizerHelp } from './tokens.ts';

type FileStats = StatsReport['files'][number];

export const statsCommand: Command = {
  name: 'data stats',
  summary: 'say what files of problems, solutions or pairs hold',
  usage: 'FILE… [--tokenizer DIR] [--json]',
  help: [
    'Counts rows by language, kind of test, label and origin, tests a problem, lengths, and rows that repeat. What a file',
    'holds is told by its first row.',
    '',
    ...tokenizerHelp,
    '  --json                 {tokens, files: [{file, kind, rows, languages, tests, labels, perRow, …}]}',
  ].join('\n'),
  options: { tokenizer: { type: 'string' } },
  takesOperands: true,
  async run(invocation) {
    const { json, say, signal, positionals } = invocation;
    if (positionals.length === 0) throw new UsageError('name at least one file');
    const tokens = await tokenCounter(invocation);
    const files: FileStats[] = [];
    for (const file of positionals) {
      const stats = await countFile(file, tokens, signal);
      say(tell(stats));
      files.push(stats);
    }
    json({ tokens: tokens.countedBy, files } satisfies StatsReport);
    return 0;
  },
};

function tell(stats: FileStats): string {
  const { families, questions, problems } = stats.distinct;
  const counts = (['languages', 'tests', 'labels', 'provenance', 'sources'] as const).flatMap((name) => {
    const entries = Object.entries(stats[name]).sort(([, a], [, b]) => b - a);
    return entries.length === 0
      ? []
      : [`  ${name}: ${entries.map(([each, n]) => `${n} ${each}`).join(', ')}`];
  });
  const lengths = Object.entries(stats.perRow).map(([name, { mean, p10, median, p90, max }]) => {
    const [atMean, at10, at50, at90, most] = [mean, p10, median, p90, max].map(rounded);
    return `  ${name}: mean ${atMean}, median ${at50}, 80 % in ${at10}…${at90}, at most ${most}`;
  });
  return [
    `${stats.file}: ${stats.rows} ${stats.kind}, of which ${stats.duplicates} repeat an earlier one`,
    `  ${problems} different problems, ${questions} questions, ${families} families`,
    ...counts,
    ...lengths,
  ].join('\n');
}

const rounded = (value: number | null): string => (value === null ? '–' : String(Number(value.toFixed(2))));
