/** The functions of a document as the server keeps them: recognisable over edits, and by their content. */
import type { CritiqueSubject } from '../../critique/prompts.ts';
import { hashContent } from '../../hash.ts';
import type { FoundFunction } from '../../source/found.ts';
import type { SourceLanguage } from '../../source/grammars.ts';
import { functionIds } from '../../source/ids.ts';
import { questionFor } from '../question.ts';
import { isIgnored } from './ignore.ts';

export interface KeptFunction {
  /** Of `functionIds`. */
  readonly id: string;
  readonly name: string;
  /** Lines count from 0. */
  readonly line: number;
  readonly endLine: number;
  /** What the critic is asked; null where nobody has said what the function should do. */
  readonly subject: CritiqueSubject | null;
  /** Of language, question and text. */
  readonly hash: string;
  /** A comment asks to leave it alone. */
  readonly ignored: boolean;
}

const languages: Readonly<Record<string, SourceLanguage>> = {
  python: 'python',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'tsx',
};

/** By the language's name in the Language Server Protocol; null for one that no grammar here can read. */
export function sourceLanguageOf(languageId: string): SourceLanguage | null {
  return languages[languageId] ?? null;
}

/** Those that were found in `text`. */
export function keepFunctions(text: string, functions: readonly FoundFunction[]): KeptFunction[] {
  const lines = text.split(/\r\n|\n|\r/);
  const ids = functionIds(functions);
  return functions.map((found, index) => keep(found, ids[index] ?? found.name, lines));
}

function keep(found: FoundFunction, id: string, lines: readonly string[]): KeptFunction {
  const { name, language, line, endLine, source, solution } = found;
  const question = questionFor(found);
  const subject = question.kind === 'question' ? question.subject : null;
  const first = endLine - source.split('\n').length;
  return {
    id,
    name,
    line: line - 1,
    endLine: endLine - 1,
    subject,
    hash: hashContent(JSON.stringify([language, subject?.question ?? null, solution])),
    ignored: isIgnored(lines, first, line - 1),
  };
}
