/** Tests that sets keep as texts: programs over stdin, or calls with their arguments and results in JSON. */
import type { FunctionTest, IoTest, Json } from '../../protocol/data.ts';
import type { Fault } from '../../tasks/explain.ts';
import { parseExact } from './json.ts';
import { RowFault } from './types.ts';

/** The tests of a problem, and those that could not be read. */
export interface ReadTests {
  readonly form: { readonly io: IoTest[] } | { readonly entryPoint: string; readonly tests: FunctionTest[] };
  readonly rejected: readonly Fault[];
}

export interface WrittenTest {
  /** As `inputs[3]`. */
  readonly field: string;
  readonly input: string;
  readonly output: string;
}

/** Throws a `RowFault` if no test is left. */
export function readTests(
  written: readonly WrittenTest[],
  entryPoint: string | undefined,
  argumentsOf: (input: string) => Json[],
): ReadTests {
  if (written.length === 0) throw new RowFault('', 'has no tests');
  if (entryPoint === undefined) {
    return {
      form: { io: written.map(({ input, output }) => ({ stdin: input, stdout: output })) },
      rejected: [],
    };
  }
  const tests: FunctionTest[] = [];
  const rejected: Fault[] = [];
  for (const { field, input, output } of written) {
    try {
      tests.push({ input: argumentsOf(input), expected: parseExact(output) as Json });
    } catch (cause) {
      rejected.push({ field, reason: `is not JSON: ${(cause as Error).message}` });
    }
  }
  const [first] = rejected;
  if (tests.length === 0 && first !== undefined) throw new RowFault(first.field, first.reason);
  return { form: { entryPoint, tests }, rejected };
}

/** One JSON argument a line, as LiveCodeBench and verl write the inputs of calls. */
export const argumentLines = (input: string): Json[] =>
  input
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parseExact(line) as Json);
