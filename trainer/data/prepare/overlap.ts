/**
 * Decontamination: what a question or a solution shares with the texts of an evaluation set.
 *
 * - A question overlaps by a run of n words, 13 as in GPT-3's evaluation (Brown et al. 2020, appendix C), in lower
 *   case and without marks. A run that is all numbers but for one word is somebody's example list, and counts not.
 * - A line of a question that has fewer than n words overlaps as a whole, since short statements have no such run. At
 *   least six of its words have letters, and a line that more than three evaluation texts have is common wording.
 * - A solution overlaps by a run of 3n tokens, marks included, or as a whole where it has fewer. Thirteen words of code
 *   without its marks are shared by programs that have nothing else in common: reading input, nested loops.
 *
 * Runs are compared by 53-bit hashes. What was worded anew is not found.
 */
import type { EvaluationText } from './evaluation-texts.ts';
import { hashWords, looseTokens, normalisedWords, wideHashRun } from './words.ts';

const fewestLettered = { run: 2, line: 6 };
const mostTextsOfLine = 3;
const tokensPerWord = 3;

/** Longer evaluation texts, in characters, are test data rather than wording. */
const longestText = 100_000;

/** Where a run of words stands in an evaluation set. */
export type Place = Omit<EvaluationText, 'text'>;

export interface Overlap {
  /** The first run of words or tokens that is shared, in lower case. */
  readonly words: string;
  /** Runs of this text that are shared. */
  readonly shared: number;
  readonly place: Place;
}

/** The first place of a run, and in how many different texts it is. */
interface Entry {
  readonly place: Place;
  texts: number;
}

type Table = Map<number, Entry>;

export class EvaluationIndex {
  readonly #words: number;
  readonly #tokens: number;
  readonly #seen = new Set<number>();
  readonly #wordRuns: Table = new Map();
  readonly #lines: Table = new Map();
  readonly #tokenRuns: Table = new Map();
  #passedOver = 0;

  /** `n` is the number of words of a run. */
  constructor(n: number) {
    this.#words = n;
    this.#tokens = tokensPerWord * n;
  }

  /** Number of evaluation texts that were too long to be wording. */
  get passedOver(): number {
    return this.#passedOver;
  }

  add({ text, ...place }: EvaluationText): void {
    if (text.length > longestText) {
      this.#passedOver += 1;
      return;
    }
    const tokens = hashWords(looseTokens(text));
    if (tokens.length === 0) return;
    const whole = wideHashRun(tokens, 0, tokens.length);
    if (this.#seen.has(whole)) return;
    this.#seen.add(whole);
    enter(this.#tokenRuns, runsOf(tokens, Math.min(this.#tokens, tokens.length)), place);
    enter(this.#wordRuns, runsOf(hashWords(normalisedWords(text)), this.#words), place);
    enter(this.#lines, this.#shortLines(text).map(wholeHash), place);
  }

  findInQuestion(text: string): Overlap | null {
    const words = normalisedWords(text);
    const runs = runsOf(hashWords(words), this.#words);
    const isWording = (start: number): boolean =>
      lettered(words.slice(start, start + this.#words)) >= fewestLettered.run;
    const found = lookUp(this.#wordRuns, runs, (_, start) => isWording(start));
    if (found !== null) return tell(found, words.slice(found.start, found.start + this.#words));
    const lines = this.#shortLines(text);
    const line = lookUp(this.#lines, lines.map(wholeHash), ({ texts }) => texts <= mostTextsOfLine);
    return line === null ? null : tell(line, lines[line.start] ?? []);
  }

  findInSolution(text: string): Overlap | null {
    const tokens = looseTokens(text);
    if (tokens.length === 0) return null;
    const length = Math.min(this.#tokens, tokens.length);
    const found = lookUp(this.#tokenRuns, runsOf(hashWords(tokens), length), () => true);
    return found === null ? null : tell(found, tokens.slice(found.start, found.start + length));
  }

  /** The words of lines that are too short for a run, and long enough to be a statement. */
  #shortLines(text: string): string[][] {
    const lines = text.split('\n').map(normalisedWords);
    return lines.filter((words) => words.length < this.#words && lettered(words) >= fewestLettered.line);
  }
}

const lettered = (words: readonly string[]): number => words.filter((word) => /\p{L}/u.test(word)).length;

const wholeHash = (words: readonly string[]): number => wideHashRun(hashWords(words), 0, words.length);

function runsOf(hashes: Uint32Array, length: number): number[] {
  const count = Math.max(0, hashes.length - length + 1);
  return Array.from({ length: count }, (_, start) => wideHashRun(hashes, start, length));
}

function enter(table: Table, runs: readonly number[], place: Place): void {
  for (const run of new Set(runs)) {
    const entry = table.get(run);
    if (entry === undefined) table.set(run, { place, texts: 1 });
    else entry.texts += 1;
  }
}

interface Found {
  /** Index of the first run that is in the table and counts. */
  readonly start: number;
  readonly place: Place;
  readonly shared: number;
}

function lookUp(
  table: Table,
  runs: readonly number[],
  counts: (entry: Entry, start: number) => boolean,
): Found | null {
  const shared = runs.flatMap((run, start) => {
    const entry = table.get(run);
    return entry !== undefined && counts(entry, start) ? [{ start, place: entry.place }] : [];
  });
  return shared[0] === undefined ? null : { ...shared[0], shared: shared.length };
}

const tell = ({ place, shared }: Found, words: readonly string[]): Overlap => ({
  words: words.join(' '),
  shared,
  place,
});
