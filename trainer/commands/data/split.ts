import { resolve } from 'node:path';
import { reportFile } from '../../data/report-file.ts';
import { refuseOccupied } from '../../output.ts';
import { splitData } from '../../data/prepare/split.ts';
import type { SplitReport } from '../../protocol/data-reports.ts';
import { optional, optionalInteger, required, UsageError, type Command } from '../command.ts';
import { nearDuplicatesOf } from './near-duplicates.ts';

export const splitCommand: Command = {
  name: 'data split',
  summary: 'divide problems with their pairs and solutions into sides that have nothing in common',
  usage:
    '(--problems FILE | --pairs FILE) [--solutions FILE] --out DIR --shares NAME=SHARE,… [--seed N]' +
    ' [--near-duplicates SHARE] [--force] [--json]',
  help: [
    'Writes a folder a side. Rows with a problem, a family or a question in common stay on one side, and the files as',
    'written are read again to prove it. The same rows and seed give the same sides.',
    '',
    '  --problems FILE    problems, JSONL',
    '  --pairs FILE       labelled pairs, beside their problems or alone',
    '  --solutions FILE   solutions; they follow their problem',
    '  --out DIR          where to write; a folder that does not exist yet or is empty',
    '  --shares LIST      the sides with their weights, as train=0.8,validation=0.1,held-out=0.1',
    '  --near-duplicates SHARE',
    '                     keep together, and prove it, what has so much of its question in common with another (as in',
    '                     "critique-coder data filter", but in all languages), 0.3 to 1; only equal questions unless given',
    '  --seed N           which problems go where; 0 by default',
    '  --force            replace what an earlier call has written to DIR',
    '  --json             {seed, files, sides: [{side, folder, groups, problems, solutions, pairs, …}], checked}',
  ].join('\n'),
  options: {
    problems: { type: 'string' },
    pairs: { type: 'string' },
    solutions: { type: 'string' },
    out: { type: 'string' },
    shares: { type: 'string' },
    seed: { type: 'string' },
    'near-duplicates': { type: 'string' },
    force: { type: 'boolean' },
  },
  takesOperands: false,
  async run(invocation) {
    const { json, say, signal, values } = invocation;
    const pairs = optional(invocation, 'pairs');
    // Pairs of a workspace come without problems.
    const problems =
      pairs === undefined ? required(invocation, 'problems') : optional(invocation, 'problems');
    const out = resolve(required(invocation, 'out'));
    const shares = sharesOf(required(invocation, 'shares'));
    const seed = optionalInteger(invocation, 'seed', 0) ?? 0;
    const nearDuplicates = nearDuplicatesOf(invocation, 0);
    await refuseOccupied(out, reportFile, values['force'] === true);
    const report = await splitData({
      problems,
      pairs,
      solutions: optional(invocation, 'solutions'),
      out,
      shares,
      seed,
      nearDuplicates,
      signal,
    });
    say(tell(report));
    json(report);
    return 0;
  },
};

/** A side's name is a folder's on every system. */
const sideForm = /^([a-z0-9][a-z0-9-]*)=([0-9.]+)$/;

function sharesOf(list: string): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const part of list.split(',')) {
    const [, side = '', text = ''] = sideForm.exec(part.trim()) ?? [];
    const share = Number(text);
    if (side === '' || !(share > 0)) {
      throw new UsageError(
        `--shares takes sides with a positive share each, as train=0.8,validation=0.1, not "${part}"`,
      );
    }
    if (Object.hasOwn(shares, side)) throw new UsageError(`--shares names the side ${side} twice`);
    shares[side] = share;
  }
  return shares;
}

function tell({ sides, orphanSolutions, nearDuplicates, checked }: SplitReport): string {
  const lines = sides.map(
    ({ side, groups, problems, solutions, pairs, correctPairs }) =>
      `${side}: ${groups} groups with ${problems} problems, ${solutions} solutions, ${pairs} pairs (${correctPairs} correct)`,
  );
  if (orphanSolutions > 0)
    lines.push(`${orphanSolutions} solutions are on no side: their problem is not there`);
  if (nearDuplicates !== null)
    lines.push(`Pairs of questions that are nearly the same and were kept together: ${nearDuplicates.pairs}`);
  const { families, questions, problems } = checked;
  const compared = `${families} families, ${questions} questions and ${problems} problems`;
  return [...lines, `Checked in the files: of ${compared} none stands on two sides`].join('\n');
}
