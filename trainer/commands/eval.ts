import { UsageError, type Command, type Invocation } from './command.ts';
import { evaluateCriticFolder } from './eval/critic.ts';
import { evalCompareCommand } from './eval/compare.ts';
import { refuseForeign } from './eval/foreign-options.ts';
import { resultHelp, resultOptions } from './eval/finish.ts';
import { evaluateLogic } from './eval/logic.ts';
import { evaluateSamples } from './eval/samples.ts';
import { evaluateSolutions } from './eval/solutions.ts';
import { evaluateStudy, studyOptionNames } from './eval/study.ts';
import { usual } from './data/sample/options.ts';

/** What is measured follows from the option that names it. */
const subjects: Readonly<Record<string, (invocation: Invocation) => Promise<void>>> = {
  critic: evaluateCriticFolder,
  solutions: evaluateSolutions,
  logic: evaluateLogic,
  study: evaluateStudy,
};

/** Options of a model that is asked, and of programs that are executed. */
const asking = ['base', 'run', 'step', 'thinking', 'limit', 'max-tokens', 'temperature', 'seed'];
const executing = ['problems', 'workers'];

/** What else each subject takes, beside where the result goes. */
const own = {
  critic: ['pairs', 'pick'],
  solutions: [...executing, 'k', 'exact'],
  problems: [...executing, 'k', 'exact', ...asking, 'samples', 'keep'],
  logic: asking,
  study: [...executing, ...asking, ...studyOptionNames],
};

export const evalCommand: Command = {
  name: 'eval',
  summary: 'measure a critic on labelled pairs, solutions on tests, or a model on logic tasks',
  usage:
    '(--critic DIR --pairs FILE | --problems FILE (--solutions FILE | --base MODEL | --run DIR) | ' +
    '--logic FILE… (--base MODEL | --run DIR) | --study NAME --problems FILE (--base MODEL | --run DIR)) ' +
    '[--out DIR [--force]] [--json]',
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
    'every test. What cannot be run counts nowhere. They are those of a file, or a model of ours is asked for them, in the',
    'way of "critique-coder data sample"; an answer without a program then fails, and is no solution in a file of that command.',
    '',
    '  --problems FILE   problems with tests, JSONL',
    '  --solutions FILE  {"id", "problemId", "solution"}, JSONL, several of each problem',
    '  --base, --run     instead: the model that is asked, as below, with --thinking, --step, --seed; the first --limit problems',
    `  --samples N       answers of each problem, ${usual.perProblem} unless told`,
    `  --temperature T   ${usual.temperature} unless told`,
    `  --max-tokens N    most tokens of an answer, ${usual.maxTokens} unless told; of a run, what its last phase allows`,
    '  --keep FILE       leave the solutions there, JSONL; they are not kept otherwise',
    '  --k LIST          as 1,5,10; what there are solutions enough for unless told',
    '  --exact           compare returned values as LiveCodeBench does, and as those of its problems are in any case: floats to',
    '                    the last digit, no set or inner tuple for a list. What is printed is compared by its rules in any',
    '                    case; its problems may end with any exit code. Its imports are not put before a program',
    '  --workers N       processes that execute; one a core by default',
    '',
    'Logic: has a model answer tasks that it was not trained for, of BIG-Bench Hard or Extra Hard or of Logic-LLM, each kind',
    'of answer read by its own rules; what chance gives stands beside. BIG-Bench is for measuring only and must never be trained on.',
    '',
    '  --logic FILE      a task file, called after its task, or task.json in a folder that is; may be said more than once',
    '  --base MODEL      starter, a folder, or a model of the hub that "critique-coder model get" has brought',
    '  --thinking        a base whose chat template knows of it thinks before it answers; a run is asked as it was trained',
    '  --run DIR         a run, at its best checkpoint',
    '  --step N          at this checkpoint of the run',
    '  --limit N         draw so many questions of each task',
    '  --max-tokens N    most tokens of an answer, 512 unless told',
    '  --temperature T   0, the likeliest answer, unless told',
    '  --seed N          what is drawn and sampled follows from it',
    '',
    'Self-critique: has a model answer problems several times and critique every answer several times, and tells how many',
    'problems the answer solves that most critiques call correct, beside one at random and the best of them.',
    '',
    '  --study self-critique',
    '  --problems FILE   problems with tests, JSONL; the first --limit of them',
    '  --candidates N    answers of each problem, 4 unless told; the paper has 10',
    '  --critiques N     critiques of each answer, 4 unless told; the paper has 64',
    '  --max-tokens N    most tokens of an answer, and of a critique, 512 unless told',
    '  --temperature T (0.6 unless told), --thinking, --seed N, --workers N, --base, --run, --step as above',
    '',
    'Budget forcing: has a model answer problems, and each time that it would end its thinking puts a word there instead, so',
    'that it goes on, and tells how many it solves after each time, and with how many tokens. Of a model that does not think,',
    'the end of the answer is suppressed, and its last program counts.',
    '',
    '  --study budget-forcing',
    '  --problems FILE   problems with tests, JSONL; the first --limit of them',
    '  --iterations N    how often it is made to go on, 4 unless told; the paper has 1 to 6',
    '  --continuation W  what is put there, Wait unless told',
    '  --max-tokens N    thinking and answer together, however often it goes on, 512 unless told; where they are used up, the',
    '                    answer stays',
    '  --answer-tokens N so many of them are kept for the answer behind the thinking, a quarter unless told',
    '  --temperature T (0.6 unless told), --thinking, --seed N, --workers N, --base, --run, --step as above',
    '',
    'Intervals are 95 %, problems drawn with replacement. "critique-coder eval compare" sets two results on the',
    'same set beside each other.',
    '',
    ...resultHelp,
    '  --json            the result as result.json has it: for a critic {n, accuracy, balancedAccuracy, tpr, tnr, auroc, ece,',
    '                    abstained, intervals, picks, rows, …}, for solutions {solutions, correct, passAt, rows, …}, for logic',
    '                    {accuracy, chance, tasks, rows, …}, for self-critique {chosen, bounds, leftOut, rows, …}, for budget',
    '                    forcing {iterations, gain, leftOut, rows, …}',
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
    logic: { type: 'string', multiple: true },
    study: { type: 'string' },
    candidates: { type: 'string' },
    critiques: { type: 'string' },
    iterations: { type: 'string' },
    continuation: { type: 'string' },
    'answer-tokens': { type: 'string' },
    samples: { type: 'string' },
    keep: { type: 'string' },
    thinking: { type: 'boolean' },
    base: { type: 'string' },
    run: { type: 'string' },
    step: { type: 'string' },
    limit: { type: 'string' },
    'max-tokens': { type: 'string' },
    temperature: { type: 'string' },
    seed: { type: 'string' },
    ...resultOptions,
  },
  takesOperands: false,
  async run(invocation) {
    const named = Object.keys(subjects).filter((subject) => invocation.values[subject] !== undefined);
    const [subject = '', ...more] = named;
    // Problems without anything that answers them are for a model to answer.
    const isAsked = named.length === 0 && invocation.values['problems'] !== undefined;
    const evaluate = isAsked ? evaluateSamples : subjects[subject];
    if (evaluate === undefined || more.length > 0) {
      const all = Object.keys(subjects).map((name) => `--${name}`);
      throw new UsageError(
        `say what is measured, by one of ${all.join(', ')}, or --problems with --base or --run`,
      );
    }
    refuseForeign(invocation, isAsked ? 'problems' : subject, own);
    await evaluate(invocation);
    return 0;
  },
};
