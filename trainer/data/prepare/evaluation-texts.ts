/** The texts of evaluation files: JSON lines of any form, ours or a published set's. */
import { emptyEvaluation } from '../../errors/data-prepare.ts';
import { badRows } from '../../errors/tasks.ts';
import type { Line } from '../../tasks/lines.ts';
import { rowLines } from '../../tasks/read.ts';
import { reasonOf } from '../../errors/error.ts';

const kind = 'evaluation row';

/** Fields of our problems that hold tests. Arguments and outputs are data, not wording that could be learned. */
const testFields = ['tests', 'io'];

export interface EvaluationText {
  readonly text: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** As `question` or `test_list[0]`. */
  readonly field: string;
}

/**
 * Every string in every row, at any depth. Throws `tasks.unreadable` or `tasks.bad-rows` where a file is not JSON
 * lines, and `data-prepare.empty-evaluation` where it holds no text, since nothing would be compared with it.
 */
export async function* evaluationTexts(file: string, signal?: AbortSignal): AsyncGenerator<EvaluationText> {
  let found = 0;
  for await (const line of rowLines(kind, file)) {
    signal?.throwIfAborted();
    if (line.text?.trim() === '') continue;
    for (const { field, text } of stringsOf(rowOf(file, line))) {
      found += 1;
      yield { text, file, line: line.number, field };
    }
  }
  if (found === 0) throw emptyEvaluation(file);
}

function rowOf(file: string, line: Line): object {
  const refuse = (reason: string): Error =>
    badRows(kind, [{ file, line: line.number, field: '', reason }], false);
  if (line.text === null) throw refuse(line.problem);
  let row: unknown;
  try {
    row = parsePython(line.text);
  } catch (cause) {
    throw refuse(`is not JSON: ${reasonOf(cause)}`);
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw refuse('is not a JSON object');
  return row;
}

/**
 * Published sets are written by Python, whose JSON has numbers that are none here; only texts are wanted of it. What is
 * inside of a text is told from quote to quote, since an expression for a whole text would need time or stack without
 * bound where its end is missing or far.
 */
function parsePython(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!/\b(?:NaN|Infinity)\b/.test(text)) throw cause;
    let inside = false;
    return JSON.parse(
      text.replace(/\\.|"|-?\b(?:NaN|Infinity)\b/g, (part) => {
        if (part === '"') inside = !inside;
        const isNumber = part.endsWith('NaN') || part.endsWith('Infinity');
        return isNumber && !inside ? 'null' : part;
      }),
    );
  }
}

interface Found {
  readonly field: string;
  readonly text: string;
}

/** Walks with a list of its own, since a published row may be nested deeper than the stack. */
function* stringsOf(row: object): Generator<Found> {
  const waiting: (readonly [field: string, value: object])[] = [['', row]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    for (const [name, item] of Object.entries(value) as [string, unknown][]) {
      if (path === '' && testFields.includes(name)) continue;
      const field = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      if (typeof item === 'string') yield { field, text: item };
      else if (typeof item === 'object' && item !== null) waiting.push([field, item]);
    }
  }
}
