import { UsageError, type Command, type Invocation } from './command.ts';
import { evaluateCriticFolder } from './eval/critic.ts';
import { evalCompareCommand } from './eval/compare.ts';
import { resultHelp, resultOptions } from './eval/finish.ts';
import { evaluateSolutions } from './eval/solutions.ts';

/** What is measured follows from the option that names it. */
const subjects: Readonly<Record<string, (invocation: Invocation) => Promise<void>>> = {
  critic: evaluateCriticFolder,
  solutions: evaluateSolutions,
};

export const evalCommand: Command = {
  name: 'eval',
  summary: 'measure a critic on labelled pairs, or how many problems solutions solve',
  usage: '(--critic DIR --pairs FILE | --problems FILE --solutions FILE) [--out DIR [--force]] [--json]',
  help: [
    'A critic: judges every pair of a JSONL file and compares with its label. A pair is',
    '{"id", "question", "solution", "correct"}. Inside the abstain band too, the side of the threshold counts as',
    'the verdict; how many pairs lie inside stands beside the rates.',
    '',
    '  --critic DIR      a critic folder, as a run leaves it in runs/<id>/critic',
    '  --pairs FILE      labelled pairs',
    '  --pick WHAT       a threshold to look for: balanced (the best balanced accuracy), tpr=0.9 or tnr=0.9 (the best one',
    '                    that recognises so many of the correct, or of the incorrect); may be said more than once. It is',
    '                    picked on one half of the problems and measured on the other',
    '',
    'Solutions: runs each on the tests of its problem, in the sandbox, and tells pass@k, the chance that one of k passes',
    'every test. What cannot be run counts nowhere. "critique-coder data sample" has a model write solutions.',
    '',
    '  --problems FILE   problems with tests, JSONL',
    '  --solutions FILE  {"id", "problemId", "solution"}, JSONL, several of each problem',
    '  --k LIST          as 1,5,10; what there are solutions enough for unless told',
    '  --exact           compare returned values as LiveCodeBench does: floats to the last digit, no set or inner tuple for a',
    '                    list. What is printed is compared by its rules in any case',
    '  --workers N       processes that execute; one a core by default',
    '',
    'Either way, intervals are 95 %, problems drawn with replacement. "critique-coder eval compare" sets two results on the',
    'same set beside each other.',
    '',
    ...resultHelp,
    '  --json            the result as result.json has it: for a critic {n, accuracy, balancedAccuracy, tpr, tnr, auroc, ece,',
    '                    abstained, intervals, picks, rows, …}, for solutions {solutions, correct, passAt, rows, …}',
  ].join('\n'),
  verbs: [evalCompareCommand],
  options: {
    critic: { type: 'string' },
    pairs: { type: 'string' },
    pick: { type: 'string', multiple: true },
    problems: { type: 'string' },
    solutions: { type: 'string' },
    k: { type: 'string' },
    exact: { type: 'boolean' },
    workers: { type: 'string' },
    ...resultOptions,
  },
  takesOperands: false,
  async run(invocation) {
    const named = Object.keys(subjects).filter((subject) => invocation.values[subject] !== undefined);
    const [subject = '', ...more] = named;
    const evaluate = subjects[subject];
    if (evaluate === undefined || more.length > 0) {
      const all = Object.keys(subjects).map((name) => `--${name}`);
      throw new UsageError(`say what is measured, by one of ${all.join(', ')}`);
    }
    await evaluate(invocation);
    return 0;
  },
};
