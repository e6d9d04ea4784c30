/**
 * The verdict at the end of a critique: `\conclusion{T}` or `\conclusion{F}`; the last one counts.
 *
 * Departures from the parser released with the paper, which searches the whole response for `\conclusion{…}`
 * and says True if the last match contains a `T` anywhere, else False if it contains an `F`:
 * 1. The content must be the verdict and nothing else: `T or F`, `T/F`, `NOT SURE` are no verdict (there: True).
 * 2. Only the answer counts: a verdict inside `<think>…</think>` is a thought (there: it counts), which also keeps a
 *    critique that was cut off while it repeats its instructions from being rewarded.
 * 3. `t`, `f`, `true` and `false` are read in any case (there: lower case is no verdict), and braces balance, so
 *    `\conclusion{\text{T}}` is read as it is shown.
 * A last conclusion that cannot be read is no verdict, even after one that can; that is as in the paper.
 */
import { answerOf } from './reasoning.ts';

const opening = '\\conclusion{';
/** Longer contents are no verdict; the bound keeps a flood of openings from costing quadratic time. */
const longestContent = 1000;
const decoration = /\\(?:text|textbf|textit|texttt|mathrm|mathbf|boxed|emph)\b|[{}$*_"'`.\s]/g;

/** `true`: the critique says that the solution is correct; `false`: wrong; `null`: it gives no verdict. */
export function parseVerdict(completion: string): boolean | null {
  const content = lastConclusion(answerOf(completion));
  if (content === null) return null;
  const word = content.replace(decoration, '').toLowerCase();
  if (word === 't' || word === 'true') return true;
  if (word === 'f' || word === 'false') return false;
  return null;
}

/** What stands inside the braces of the last conclusion that is complete on one line, or `null`. */
function lastConclusion(text: string): string | null {
  for (let start = text.lastIndexOf(opening); start >= 0; start = text.lastIndexOf(opening, start - 1)) {
    const content = balanced(text, start + opening.length);
    if (content !== null) return content;
    if (start === 0) break;
  }
  return null;
}

/** The text from `start` to the brace that closes the one before it, or `null` if the line ends first. */
function balanced(text: string, start: number): string | null {
  let depth = 1;
  const end = Math.min(text.length, start + longestContent);
  for (let index = start; index < end; index += 1) {
    const character = text[index];
    if (character === '\n') return null;
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0) return text.slice(start, index);
  }
  return null;
}
