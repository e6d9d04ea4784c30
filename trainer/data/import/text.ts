/** Taking apart the prompts that published sets ask with: a comment that says the task, and the beginning of the code. */
import { z } from 'zod';

/** A text, or a whole number that stands for one: sets write the ids of tasks either way. */
export const taskIdSchema = z.custom<string | number>(
  (value) => (typeof value === 'string' && value !== '') || Number.isSafeInteger(value),
  'must be a text or a whole number',
);

/** What follows the set's own name in an id: `11` of `MBPP/11`. */
export function taskNumber(id: string | number): string {
  const text = String(id);
  return text.slice(text.lastIndexOf('/') + 1);
}

const comment = /("""|''')([\s\S]*?)\1|\/\*\*?([\s\S]*?)\*\//;

/** The words of the first comment or docstring of a prompt, without what marks them as such; empty if it has none. */
export function commentWords(prompt: string): string {
  const [, , python, javascript] = comment.exec(prompt) ?? [];
  if (python !== undefined) return dedented(python);
  const lines = (javascript ?? '').split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  return dedented(lines.join('\n')).replace(/^\* /, '');
}

/** The prompt without its first comment: imports and the head of the function. */
export function withoutComment(prompt: string): string {
  return prompt
    .replace(comment, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Removes the white space that all lines but the first have in common, and the blank around the text. */
function dedented(text: string): string {
  const lines = text.replaceAll('\t', '    ').split('\n');
  const margins = lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins, Infinity);
  const cut = Number.isFinite(margin) ? margin : 0;
  return [lines[0] ?? '', ...lines.slice(1).map((line) => line.slice(cut))]
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/**
 * Python tests that define `check` and are to call it. Where the function under test is called `check` too, the tests'
 * own gets another name, since it would hide that one.
 */
export function withCheckCalled(test: string, entryPoint: string): string {
  const called = /^check\(/m.test(test) ? test : `${test.trimEnd()}\n\ncheck(${entryPoint})\n`;
  if (entryPoint !== 'check') return called;
  return called
    .replace(/^def check\(candidate\)/m, 'def check_candidate(candidate)')
    .replace(/^check\(check\)/m, 'check_candidate(check)');
}
