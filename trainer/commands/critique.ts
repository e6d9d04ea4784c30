import { readFile } from 'node:fs/promises';
import { Critic, wordsOf, type Words } from '../critic/critic.ts';
import { openFunctionFinder } from '../source/finder.ts';
import type { FoundFunction } from '../source/found.ts';
import { languageOfFile, sourceExtensions, type SourceLanguage } from '../source/grammars.ts';
import { questionFor } from '../critic/question.ts';
import type { CritiqueSubject } from '../critique/prompts.ts';
import { unknownSourceLanguage, unreadableSource } from '../errors/critic.ts';
import { parallelism } from '../machine.ts';
import type { CritiqueReport } from '../protocol/reports.ts';
import { required, UsageError, type Command } from './command.ts';

type Row = CritiqueReport['rows'][number];

export const critiqueCommand: Command = {
  name: 'critique',
  summary: 'judge the functions of source files',
  usage: '--critic DIR [--explain] [--json] FILE...',
  help: [
    'Finds the functions of Python, JavaScript and TypeScript files and asks the critic about each.',
    'The question is the docstring or comment and the signature; a function with neither is "unsure".',
    '',
    '  --critic DIR  a critic folder, as a run leaves it in runs/<id>/critic',
    '  --explain     show what the critic wrote before its verdict',
    '  --json        {critic, rows: [{file, function, line, endLine, verdict, confidence, reason?, critique?}]}',
  ].join('\n'),
  options: { critic: { type: 'string' }, explain: { type: 'boolean' } },
  takesOperands: true,
  async run(invocation) {
    const { positionals: files, values, json, say, signal } = invocation;
    const directory = required(invocation, 'critic');
    if (files.length === 0) throw new UsageError('name at least one source file');
    const sources = await Promise.all(files.map(readSource));
    await using critic = await Critic.open(directory, parallelism());
    using finder = await openFunctionFinder();
    const rows: Row[] = [];
    for (const { file, text, language } of sources) {
      for (const found of finder.find(text, language)) {
        signal.throwIfAborted();
        const row = await judgeFunction(critic, file, found, values['explain'] === true, signal);
        say(describe(row));
        rows.push(row);
      }
    }
    json({ critic: directory, rows } satisfies CritiqueReport);
    return 0;
  },
};

interface Source {
  readonly file: string;
  readonly text: string;
  readonly language: SourceLanguage;
}

async function readSource(file: string): Promise<Source> {
  const language = languageOfFile(file);
  if (language === null) throw unknownSourceLanguage(file, sourceExtensions);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadableSource(file, cause);
  });
  return { file, text, language };
}

async function judgeFunction(
  critic: Critic,
  file: string,
  found: FoundFunction,
  explains: boolean,
  signal: AbortSignal,
): Promise<Row> {
  const { name, line, endLine } = found;
  const place = { file, function: name, line, endLine };
  const question = questionFor(found);
  if (question.kind === 'unsure')
    return { ...place, verdict: 'unsure', confidence: 0.5, reason: question.reason };
  const judged = await critic.judge(question.subject, signal);
  if (judged === undefined) {
    const reason = `longer than the critic’s ${critic.record.maxPromptTokens} tokens`;
    return { ...place, verdict: 'unsure', confidence: 0.5, reason };
  }
  const { verdict, confidence, ...words } = judged;
  return {
    ...place,
    verdict,
    confidence,
    ...(verdict === 'unsure' && { reason: 'the critic cannot tell' }),
    ...(explains && words.critique !== '' && words),
    ...(explains && critic.isSilent && (await explained(critic, question.subject, verdict, signal))),
  };
}

/** The words of a critic that judges without. */
async function explained(
  critic: Critic,
  subject: CritiqueSubject,
  verdict: Row['verdict'],
  signal: AbortSignal,
): Promise<Partial<Words>> {
  const explanation = await critic.explain(subject, signal);
  return explanation === undefined ? {} : wordsOf(verdict, explanation);
}

function describe(row: Row): string {
  const { file, function: name, line, verdict, confidence, reason, critique } = row;
  const said = verdict === 'unsure' ? 'unsure' : `likely ${verdict} · ${Math.round(100 * confidence)}%`;
  const why = reason === undefined ? '' : `  (${reason})`;
  const words = critique === undefined ? '' : `\n${critique.replace(/^/gm, '    ')}`;
  const contrary = row.concludesOtherwise === true ? '\n    (concludes otherwise than the verdict)' : '';
  return `${file}:${line}  ${name}  ${said}${why}${words}${contrary}`;
}
