/** `data stats`: what a file of problems, solutions or pairs holds, read one row after the other. */
import { noRows } from '../../errors/data-prepare.ts';
import { hashContent } from '../../hash.ts';
import type { Pair, Problem, Solution } from '../../protocol/data.ts';
import type { StatsReport } from '../../protocol/data-reports.ts';
import { countTests } from '../../tasks/exercise.ts';
import { readPairs, readProblems, readSolutions, rowLines } from '../../tasks/read.ts';
import { distributionOf } from './distribution.ts';
import { questionKey } from './fates.ts';
import { inputCharacters, testTexts } from './problem-tests.ts';
import type { TokenCounter } from './token-count.ts';

type FileStats = StatsReport['files'][number];
type Kind = FileStats['kind'];

/** Throws what reading rows throws, and `data-prepare.no-rows` for a file without any. */
export async function countFile(file: string, tokens: TokenCounter, signal: AbortSignal): Promise<FileStats> {
  const kind = await kindOf(file);
  const counts = new RowCounts(tokens);
  switch (kind) {
    case 'problems':
      for await (const problem of readProblems(file, { signal })) counts.enterProblem(problem);
      break;
    case 'solutions':
      for await (const solution of readSolutions(file, { signal })) counts.enterSolution(solution);
      break;
    case 'pairs':
      for await (const pair of readPairs(file, { signal })) counts.enterPair(pair);
      break;
  }
  return { file, kind, ...counts.report() };
}

/** By the first row; one that is of no kind is read as a problem, and that reading says what is wrong with it. */
async function kindOf(file: string): Promise<Kind> {
  for await (const { text } of rowLines('row', file)) {
    if (text?.trim() === '') continue;
    const row = objectOf(text ?? '');
    if ('correct' in row) return 'pairs';
    return 'problemId' in row && !('question' in row) ? 'solutions' : 'problems';
  }
  throw noRows(file);
}

function objectOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

type Tally = Record<string, number>;

/** Without a prototype, since a source may be called `constructor`. */
const tally = (): Tally => Object.create(null) as Tally;

/** Stands for what a row leaves open. */
const unsaid = 'not said';

class RowCounts {
  readonly #tokens: TokenCounter;
  readonly #numbers = new Map<string, number[]>();
  readonly #counts = {
    languages: tally(),
    tests: tally(),
    labels: tally(),
    provenance: tally(),
    sources: tally(),
  };
  readonly #distinct = {
    problems: new Set<string>(),
    families: new Set<string>(),
    questions: new Set<string>(),
  };
  readonly #texts = new Set<string>();
  #rows = 0;
  #duplicates = 0;

  constructor(tokens: TokenCounter) {
    this.#tokens = tokens;
  }

  enterProblem(problem: Problem): void {
    const { id, question, solution, language, family, source } = problem;
    this.#enter(`${language}\n${question.trim()}`);
    this.#distinct.problems.add(id);
    this.#enterPlace(question, family);
    add(this.#counts.languages, language);
    add(this.#counts.tests, 'tests' in problem ? 'calls' : 'io' in problem ? 'io' : 'testCode');
    add(this.#counts.sources, source ?? unsaid);
    this.#note('tests', countTests(problem));
    for (const text of testTexts(problem)) this.#note('testTokens', this.#tokens.count(text));
    for (const characters of inputCharacters(problem)) this.#note('inputCharacters', characters);
    this.#measure('question', question);
    if (solution !== undefined) this.#measure('solution', solution);
  }

  enterSolution({ problemId, solution, provenance }: Solution): void {
    this.#enter(`${problemId}\n${solution.trim()}`);
    this.#distinct.problems.add(problemId);
    add(this.#counts.provenance, provenance?.kind ?? unsaid);
    this.#measure('solution', solution);
  }

  enterPair(pair: Pair): void {
    const { question, solution, correct, language, family, problemId, provenance, source } = pair;
    this.#enter(`${question.trim()}\n${solution.trim()}`);
    if (problemId !== undefined) this.#distinct.problems.add(problemId);
    this.#enterPlace(question, family);
    add(this.#counts.languages, language ?? unsaid);
    add(this.#counts.labels, correct ? 'correct' : 'incorrect');
    add(this.#counts.provenance, provenance?.kind ?? unsaid);
    add(this.#counts.sources, source ?? unsaid);
    this.#measure('question', question);
    this.#measure('solution', solution);
    if (pair.passRate !== undefined) this.#note('passRate', pair.passRate);
  }

  report(): Omit<FileStats, 'file' | 'kind'> {
    const { problems, families, questions } = this.#distinct;
    const perRow = [...this.#numbers].map(([name, values]) => [name, distributionOf(values)] as const);
    return {
      rows: this.#rows,
      ...this.#counts,
      distinct: { problems: problems.size, families: families.size, questions: questions.size },
      duplicates: this.#duplicates,
      perRow: Object.fromEntries(perRow),
    };
  }

  #enter(text: string): void {
    this.#rows += 1;
    const key = hashContent(text);
    if (this.#texts.has(key)) this.#duplicates += 1;
    this.#texts.add(key);
  }

  #enterPlace(question: string, family: string | undefined): void {
    this.#distinct.questions.add(questionKey(question));
    if (family !== undefined) this.#distinct.families.add(family);
  }

  #measure(name: string, text: string): void {
    this.#note(`${name}Tokens`, this.#tokens.count(text));
    this.#note(`${name}Characters`, text.length);
  }

  #note(name: string, value: number): void {
    const values = this.#numbers.get(name);
    if (values === undefined) this.#numbers.set(name, [value]);
    else values.push(value);
  }
}

function add(counts: Tally, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
