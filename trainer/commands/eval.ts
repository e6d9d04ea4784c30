import { UsageError, type Command, type Invocation } from './command.ts';
import { evaluateCriticFolder } from './eval/critic.ts';
import { resultHelp, resultOptions } from './eval/finish.ts';

/** What is measured follows from the option that names it. */
const subjects: Readonly<Record<string, (invocation: Invocation) => Promise<void>>> = {
  critic: evaluateCriticFolder,
};

export const evalCommand: Command = {
  name: 'eval',
  summary: 'measure a critic on labelled pairs',
  usage: '--critic DIR --pairs FILE [--pick WHAT]… [--out DIR [--force]] [--json]',
  help: [
    'Judges every pair of a JSONL file and compares with its label. A pair is',
    '{"id", "question", "solution", "correct"}. Inside the abstain band too, the side of the threshold counts as',
    'the verdict; how many pairs lie inside stands beside the rates. Intervals are 95 %, problems drawn with replacement.',
    '',
    '  --critic DIR  a critic folder, as a run leaves it in runs/<id>/critic',
    '  --pairs FILE  labelled pairs',
    '  --pick WHAT   a threshold to look for: balanced (the best balanced accuracy), tpr=0.9 or tnr=0.9 (the best one',
    '                that recognises so many of the correct or of the incorrect); may be said more than once. It is picked on',
    '                one half of the problems and measured on the other',
    ...resultHelp,
    '  --json        {n, accuracy, balancedAccuracy, tpr, tnr, auroc, ece, abstained, aurc, intervals, reliability,',
    '                riskCoverage, picks, byLanguage, byProvenance, rows, …}, as result.json has it',
  ].join('\n'),
  options: {
    critic: { type: 'string' },
    pairs: { type: 'string' },
    pick: { type: 'string', multiple: true },
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
