/**
 * Verdicts that the user calls wrong, as labelled pairs in a file of the user's own. Training reads it like any other
 * file of pairs, so an id stands in it once: who changes his mind replaces the line.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '../../trainer/errors/run.ts';
import type { JudgedSubject } from '../../trainer/protocol/critic-server.ts';
import { pairSchema, type Pair } from '../../trainer/protocol/data.ts';
import { feedbackNotKept } from '../errors/critique.ts';

export const feedbackFileName = 'feedback.jsonl';

/** Where the labelled pairs are, whether or not there are any yet. */
export const feedbackFile = (storage: string): string => join(storage, feedbackFileName);

export function feedbackPair({ question, solution, language, hash }: JudgedSubject, correct: boolean): Pair {
  return { id: `feedback-${hash.slice(0, 16)}`, question, solution, correct, language, source: 'feedback' };
}

/** Throws `critique.feedback-not-kept`. */
export async function keepFeedback(file: string, pair: Pair): Promise<void> {
  const line = `${JSON.stringify(pairSchema.parse(pair))}\n`;
  try {
    const before = await textOf(file);
    const lines = before.split('\n').filter((text) => text.trim() !== '');
    const others = lines.filter((text) => idOf(text) !== pair.id);
    await mkdir(dirname(file), { recursive: true });
    if (others.length === lines.length) {
      // An editor, or a crash while a line was added, may have left the last line without its end.
      await appendFile(file, before === '' || before.endsWith('\n') ? line : `\n${line}`);
      return;
    }
    const temporary = `${file}.${process.pid}.tmp`;
    await writeFile(temporary, [...others.map((text) => `${text}\n`), line].join(''), { flush: true });
    await rename(temporary, file);
  } catch (cause) {
    throw feedbackNotKept(file, cause);
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return '';
    throw cause;
  }
}

/** Of a line that is a pair; others are left as they are, for reading names them. */
function idOf(line: string): string | null {
  try {
    return pairSchema.parse(JSON.parse(line)).id;
  } catch {
    return null;
  }
}
