import { gatherSolutions } from '../../candidates/solutions.ts';
import { Transcript, transcriptIsThere } from '../../candidates/transcript.ts';
import { hashFile } from '../../hash.ts';
import type { SampleReport, Sampling } from '../../protocol/candidates.ts';
import type { Problem } from '../../protocol/data.ts';
import { loadAll, readProblems } from '../../tasks/read.ts';
import type { Command, Invocation } from '../command.ts';
import { prepareFile } from '../../output.ts';
import { writeRows } from '../write-rows.ts';
import { answererOf } from './sample/answerer.ts';
import { sampleOptions, usual, type SampleOptions } from './sample/options.ts';
import { progressOf } from './sample/progress.ts';

export const dataSampleCommand: Command = {
  name: 'data sample',
  summary: 'let a model solve problems: one behind an endpoint, or one of ours',
  usage:
    '--problems FILE --out FILE (--endpoint URL --model NAME | --base MODEL | --run DIR [--step N]) [options] [--json]',
  help: [
    'Asks for solutions as training asks for them and writes the programs in the answers, for "critique-coder label" to',
    'judge. The endpoint is any that speaks as OpenAI’s chat completions do: Ollama, vLLM, LM Studio, a hosted one.',
    'Every answer is kept in a transcript at once: after Ctrl-C or a failure, --resume asks only for what is missing.',
    '',
    '  --problems FILE       problems, JSONL',
    '  --out FILE            where to write the solutions, JSONL, with their provenance',
    '  --endpoint URL        a server, such as http://localhost:11434/v1 for Ollama',
    '  --model NAME          its model, as the server names it',
    '  --api-key-env NAME    the environment variable that holds the server’s key; none is sent otherwise',
    `  --concurrency N       requests under way at once, ${usual.concurrency} unless given`,
    `  --timeout SECONDS     for one request, ${usual.timeoutSeconds} unless given; a day at most`,
    '  --base MODEL          instead of a server: "starter", a folder in Hugging Face layout, or a model of the hub',
    '                        that "critique-coder model get" has loaded',
    '  --run DIR             instead of a server: what a run has trained',
    '  --step N              its checkpoint of this step instead of the best by validation',
    `  --per-problem N       answers of each problem, ${usual.perProblem} unless given`,
    `  --temperature T       ${usual.temperature} unless given; 0 takes the most probable answer`,
    '  --top-p P             only the most probable tokens that reach this share, 1 unless given',
    `  --max-tokens N        of one answer, ${usual.maxTokens} unless given; of a run, what its last phase allows`,
    '  --seed N              other answers are drawn with another; 0 for our models and none for a server unless given',
    '  --max-total-tokens N  nothing more is asked when prompts and answers, earlier ones too, have so many together',
    '  --transcript FILE     beside the solutions unless given',
    '  --resume              goes on from the transcript',
    '  --force               replaces the file of solutions if it is there; a transcript never is',
    '  --json                {out, transcript, problems, answers, solutions, empty, withoutCode, truncated, tooLong,',
    '                        unasked, tokens}',
  ].join('\n'),
  options: {
    problems: { type: 'string' },
    out: { type: 'string' },
    endpoint: { type: 'string' },
    model: { type: 'string' },
    'api-key-env': { type: 'string' },
    concurrency: { type: 'string' },
    timeout: { type: 'string' },
    base: { type: 'string' },
    run: { type: 'string' },
    step: { type: 'string' },
    'per-problem': { type: 'string' },
    temperature: { type: 'string' },
    'top-p': { type: 'string' },
    'max-tokens': { type: 'string' },
    seed: { type: 'string' },
    'max-total-tokens': { type: 'string' },
    transcript: { type: 'string' },
    resume: { type: 'boolean' },
    force: { type: 'boolean' },
  },
  takesOperands: false,
  async run(invocation) {
    const options = sampleOptions(invocation);
    await prepareFile(options.out, options.force);
    const problems = await loadAll(readProblems(options.problems, { signal: invocation.signal }));
    const { sampling, ask } = await answererOf(options, await hashFile(options.problems), invocation);
    await using transcript = await openTranscript(options, sampling, invocation);
    const progress = progressOf(transcript, problems, options.perProblem, invocation.say);
    const tooLong = await keepingAnswers(transcript, invocation, () =>
      ask({ problems, transcript, onExchange: progress }),
    );
    const unasked = missing(transcript, problems, options.perProblem) - tooLong * options.perProblem;
    const { rows, tally } = await gatherSolutions(transcript.path, sampling, problems, options.perProblem);
    await writeRows(options.out, rows);
    const report: SampleReport = {
      out: options.out,
      transcript: transcript.path,
      problems: problems.length,
      ...tally,
      tooLong,
      unasked,
      tokens: transcript.tokens,
    };
    invocation.json(report);
    sayReport(report, options, invocation);
    return 0;
  },
};

async function openTranscript(
  { transcript: path, resume }: SampleOptions,
  sampling: Sampling,
  { say }: Invocation,
): Promise<Transcript> {
  if (!resume) return Transcript.begin(path, sampling);
  if (await transcriptIsThere(path)) return Transcript.resume(path, sampling);
  say(`There is no transcript ${path} to go on from, so it begins now.`);
  return Transcript.begin(path, sampling);
}

/** Whatever ends the work too early, what has come stays and is said. */
async function keepingAnswers<T>(
  transcript: Transcript,
  { say }: Invocation,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!transcript.isEmpty)
      say(
        `Ended early. The answers so far are in ${transcript.path}; the same command with --resume goes on.`,
      );
    throw cause;
  }
}

function missing(transcript: Transcript, problems: readonly Problem[], perProblem: number): number {
  return problems.reduce((sum, { id }) => sum + Math.max(0, perProblem - transcript.answered(id)), 0);
}

function sayReport(report: SampleReport, { mostTokens }: SampleOptions, { say }: Invocation): void {
  const { solutions, answers, problems, empty, withoutCode, truncated, tooLong, unasked, tokens } = report;
  const total = tokens.prompt + tokens.completion;
  const about = tokens.estimated ? 'about ' : '';
  say(
    `${solutions} solutions from ${answers} answers about ${problems} problems written to ${report.out}: ` +
      `${empty} answers empty, ${withoutCode} without code, ${truncated} cut off; ${about}${total} tokens`,
  );
  if (tokens.estimated)
    say('The server does not count tokens, so they are estimated from the lengths of the texts.');
  if (tooLong > 0) say(`${tooLong} problems are too long for the model and were left out`);
  if (unasked > 0)
    say(
      `The budget of ${mostTokens} tokens is used up; ${unasked} answers were not asked for. ` +
        'A larger --max-total-tokens with --resume --force goes on.',
    );
}
