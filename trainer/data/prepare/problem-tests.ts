/**
 * Which tests of a problem stay: those of at most so many tokens, and of them a sample. The paper drops tests over
 * 200 tokens and keeps 30 a problem (section 3.1, table 1). A test is counted whole, input and expected output.
 *
 * Departure: test code is one test, whose asserts cannot be told apart without reading the language. It stays
 * whatever its length, and is counted where it is too long.
 */
import type { FunctionTest, IoTest, Problem } from '../../protocol/data.ts';
import { createRandom, hashSeed } from '../../random.ts';
import { hasMoreTokens, type TokenCounter } from './token-count.ts';

export interface TestRule {
  readonly maxTokens: number;
  readonly maxTests: number;
  readonly seed: number;
  readonly tokens: TokenCounter;
}

export interface ChosenTests {
  /** The problem with the tests that stay; null where none does. */
  readonly problem: Problem | null;
  readonly read: number;
  readonly tooLong: number;
  readonly notSampled: number;
  readonly isLongTestCode: boolean;
}

/** The same tests for the same problem and seed, whatever else is in the file; they keep their order. */
export function chooseProblemTests(problem: Problem, rule: TestRule): ChosenTests {
  if ('tests' in problem) {
    const chosen = choose(problem.id, problem.tests, textOfCall, rule);
    return {
      ...countsOf(problem.tests, chosen),
      problem: withTests(chosen.kept, (tests) => ({ ...problem, tests })),
    };
  }
  if ('io' in problem) {
    const chosen = choose(problem.id, problem.io, textOfRun, rule);
    return { ...countsOf(problem.io, chosen), problem: withTests(chosen.kept, (io) => ({ ...problem, io })) };
  }
  const isLongTestCode = hasMoreTokens(problem.testCode, rule.maxTokens, rule.tokens);
  return { problem, read: 1, tooLong: 0, notSampled: 0, isLongTestCode };
}

/** Characters of what a test gives to the program: arguments as JSON, or standard input. */
export function inputCharacters(problem: Problem): number[] {
  if ('tests' in problem) return problem.tests.map((test) => JSON.stringify(test.input).length);
  return 'io' in problem ? problem.io.map((test) => test.stdin.length) : [];
}

/** Each test as the text whose tokens count. */
export function testTexts(problem: Problem): string[] {
  if ('tests' in problem) return problem.tests.map(textOfCall);
  return 'io' in problem ? problem.io.map(textOfRun) : [problem.testCode];
}

const textOfCall = (test: FunctionTest): string =>
  `${JSON.stringify(test.input)}\n${JSON.stringify(test.expected)}`;

const textOfRun = (test: IoTest): string => `${test.stdin}\n${test.stdout}`;

interface Choice<Test> {
  readonly kept: Test[];
  readonly short: number;
}

function choose<Test>(
  id: string,
  tests: readonly Test[],
  textOf: (test: Test) => string,
  { maxTokens, maxTests, seed, tokens }: TestRule,
): Choice<Test> {
  const short = tests.filter((test) => !hasMoreTokens(textOf(test), maxTokens, tokens));
  if (short.length <= maxTests) return { kept: short, short: short.length };
  const order = createRandom(hashSeed(seed, 'tests', id)).shuffle(short.map((_, index) => index));
  const drawn = new Set(order.slice(0, maxTests));
  return { kept: short.filter((_, index) => drawn.has(index)), short: short.length };
}

function countsOf<Test>(tests: readonly Test[], { kept, short }: Choice<Test>): Omit<ChosenTests, 'problem'> {
  return {
    read: tests.length,
    tooLong: tests.length - short,
    notSampled: short - kept.length,
    isLongTestCode: false,
  };
}

function withTests<Test>(kept: Test[], make: (tests: Test[]) => Problem): Problem | null {
  return kept.length === 0 ? null : make(kept);
}
