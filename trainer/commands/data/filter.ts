import { resolve } from 'node:path';
import { filterData, reasonsOf } from '../../data/prepare/filter.ts';
import { reportFile } from '../../data/report-file.ts';
import { refuseOccupied } from '../../output.ts';
import type { FilterReport, Followers } from '../../protocol/data-reports.ts';
import { openSandbox } from '../../sandbox/open.ts';
import { optional, optionalInteger, required, workersOf } from '../command.ts';
import type { Command, Invocation } from '../command.ts';
import { nearDuplicatesOf } from './near-duplicates.ts';
import { tokenCounter, tokenizerHelp } from './tokens.ts';

export const filterCommand: Command = {
  name: 'data filter',
  summary:
    'prepare problems as the paper does: short tests, fewer of them, no repeats, nothing of an evaluation set',
  usage: [
    '--problems FILE [--pairs FILE] [--solutions FILE] --out DIR [--max-test-tokens N] [--max-tests N]',
    '[--references] [--near-duplicates SHARE] [--against FILE]… [--ngram N] [--tokenizer DIR] [--seed N] [--workers N]',
    '[--force] [--json]',
  ].join(' '),
  help: [
    'Writes the problems that stay, and report.json with everything that was left out and why. Pairs and solutions go',
    'with their problem. Test code is one test and stays whole, however long; the report counts such problems.',
    '',
    '  --problems FILE        problems, JSONL',
    '  --pairs FILE           labelled pairs',
    '  --solutions FILE       solutions',
    '  --out DIR              where to write; a folder that does not exist yet or is empty',
    '  --max-test-tokens N    leave out longer tests, input and output together; 200 by default, as in the paper',
    '  --max-tests N          sample so many of the others; 30 by default, as in the paper',
    ...tokenizerHelp,
    "  --references           run each problem's own solution, and leave out problems whose solution fails a test",
    '  --near-duplicates SHARE',
    '                         leave out questions that share so much with an earlier one (Jaccard similarity of runs of',
    '                         five tokens, in one language), 0.3 to 1; 0.8 by default, and 0 keeps them',
    '  --against FILE         leave out what shares wording or code with this evaluation file, any JSONL; can be repeated',
    '  --ngram N              words in a row that a question must share, 13 by default; a line with fewer is compared as a',
    '                         whole, and solutions by three times as many tokens. What was worded anew is not found',
    '  --seed N               which tests are sampled; 0 by default',
    '  --workers N            processes that execute; one a core by default',
    '  --force                replace what an earlier call has written to DIR',
    '  --json                 the report: {settings, files, problems, tests, references, pairs, solutions, …}',
  ].join('\n'),
  options: {
    problems: { type: 'string' },
    pairs: { type: 'string' },
    solutions: { type: 'string' },
    out: { type: 'string' },
    'max-test-tokens': { type: 'string' },
    'max-tests': { type: 'string' },
    tokenizer: { type: 'string' },
    references: { type: 'boolean' },
    'near-duplicates': { type: 'string' },
    against: { type: 'string', multiple: true },
    ngram: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    force: { type: 'boolean' },
  },
  takesOperands: false,
  async run(invocation) {
    const { json, say, signal, values } = invocation;
    const problems = required(invocation, 'problems');
    const out = resolve(required(invocation, 'out'));
    const workers = workersOf(invocation);
    const settings = settingsOf(invocation);
    await refuseOccupied(out, reportFile, values['force'] === true);
    const tokens = await tokenCounter(invocation);
    await using sandbox = values['references'] === true ? await openSandbox({ workers }) : null;
    const report = await filterData({
      problems,
      pairs: optional(invocation, 'pairs'),
      solutions: optional(invocation, 'solutions'),
      out,
      ...settings,
      tokens,
      sandbox,
      concurrency: 2 * workers,
      onProgress: (read) => say(`${read} problems read`),
      signal,
    });
    say(tell(report, out));
    json(report);
    return 0;
  },
};

interface Settings {
  readonly maxTestTokens: number;
  readonly maxTests: number;
  readonly nearDuplicates: number | null;
  readonly against: readonly string[];
  readonly ngram: number;
  readonly seed: number;
}

function settingsOf(invocation: Invocation): Settings {
  const against = invocation.values['against'];
  return {
    maxTestTokens: optionalInteger(invocation, 'max-test-tokens', 1) ?? 200,
    maxTests: optionalInteger(invocation, 'max-tests', 1) ?? 30,
    nearDuplicates: nearDuplicatesOf(invocation, 0.8),
    against: Array.isArray(against) ? against.filter((file) => typeof file === 'string') : [],
    ngram: optionalInteger(invocation, 'ngram', 5) ?? 13,
    seed: optionalInteger(invocation, 'seed', 0) ?? 0,
  };
}

function tell(
  { problems, tests, references, pairs, solutions, commonestOverlaps }: FilterReport,
  out: string,
): string {
  const lines = [
    `${problems.kept} of ${problems.read} problems stay`,
    ...(problems.kept === problems.read ? [] : [`  left out: ${reasonsOf(problems)}`]),
    `${tests.kept} of ${tests.read} tests stay: ${tests.tooLong} are too long, ${tests.notSampled} were not sampled, ${tests.withProblem} went with their problem`,
    `  tests of a problem on average: ${rounded(tests.perProblemBefore.mean)} before, ${rounded(tests.perProblemAfter.mean)} after`,
  ];
  if (tests.longTestCodeKept > 0)
    lines.push(`  ${tests.longTestCodeKept} problems keep test code that is longer than a test may be`);
  if (references !== null) {
    const { passed, failed, absent, unlabelled } = references;
    lines.push(
      `References: ${passed} passed, ${failed} failed; ${unlabelled.length} need what the sandbox lacks and ${absent} problems have none, which stay`,
    );
  }
  if (pairs !== null) lines.push(followersLine('pairs', pairs));
  if (solutions !== null) lines.push(followersLine('solutions', solutions));
  const [commonest] = commonestOverlaps;
  if (commonest !== undefined && commonest.rows > 1) {
    lines.push(`The run of words that cost the most rows (${commonest.rows}): ${commonest.words}`);
  }
  return [...lines, `Written to ${out}`].join('\n');
}

function followersLine(kind: string, { read, kept, withProblem, contaminated, orphans }: Followers): string {
  const of = orphans === 0 ? '' : `; ${orphans} of them belong to no problem here`;
  return `${kept} of ${read} ${kind} stay: ${withProblem} went with their problem, ${contaminated} overlap with an evaluation file${of}`;
}

const rounded = (mean: number | null): string => (mean === null ? 'none' : mean.toFixed(1));
