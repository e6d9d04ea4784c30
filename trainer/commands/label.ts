import { parallelism } from '../machine.ts';
import { labelReport, labelSolutions, paperThreshold, type LabelRow } from '../tasks/label.ts';
import { loadAll, readProblems, readSolutions } from '../tasks/read.ts';
import { openSandbox } from '../sandbox/open.ts';
import { optionalInteger, optionalNumber, required, UsageError, type Command } from './command.ts';

export const labelCommand: Command = {
  name: 'label',
  summary: 'execute solutions and label them correct or incorrect',
  usage: '--problems FILE --solutions FILE [--threshold SHARE] [--workers N] [--json]',
  help: [
    'Runs every solution on the tests of its problem, in the sandbox. A solution is correct when it passes more than',
    'the threshold, or all tests. What cannot be run (a missing module, broken tests) is unlabelled, never incorrect.',
    '',
    '  --problems FILE    problems with tests, JSONL',
    '  --solutions FILE   {"id", "problemId", "solution"}, JSONL',
    `  --threshold SHARE  share of the tests to pass, ${paperThreshold} by default, as in the paper`,
    '  --workers N        processes that execute; one a core by default',
    '  --json             {n, correct, incorrect, unlabelled, rows: [{id, problemId, passRate, correct, reason, failures}]}',
  ].join('\n'),
  options: {
    problems: { type: 'string' },
    solutions: { type: 'string' },
    threshold: { type: 'string' },
    workers: { type: 'string' },
  },
  takesOperands: false,
  async run(invocation) {
    const { json, say, signal } = invocation;
    const threshold = optionalNumber(invocation, 'threshold', 0) ?? paperThreshold;
    if (threshold > 1) throw new UsageError(`--threshold takes a share from 0 to 1, not ${threshold}`);
    const solutions = readSolutions(required(invocation, 'solutions'), { signal });
    const problems = await loadAll(readProblems(required(invocation, 'problems'), { signal }));
    await using sandbox = await openSandbox({
      workers: parallelism(optionalInteger(invocation, 'workers', 1)),
    });
    const rows: LabelRow[] = [];
    const byId = new Map(problems.map((problem) => [problem.id, problem]));
    for await (const row of labelSolutions({ problems: byId, solutions, sandbox, threshold, signal })) {
      const label = row.correct === null ? 'unlabelled' : row.correct ? 'correct' : 'incorrect';
      say(`${row.id}  ${label}  ${row.reason}`);
      rows.push(row);
    }
    const report = labelReport(rows);
    json(report);
    say(
      `${report.n} solutions: ${report.correct} correct, ${report.incorrect} incorrect, ${report.unlabelled} unlabelled`,
    );
    return 0;
  },
};
