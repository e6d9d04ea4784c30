/** Problems made of recorded calls: what a function returned to the project's own tests is what it has to return. */
import { z } from 'zod';
import { questionFor } from '../critic/question.ts';
import { functionTestSchema, type FunctionTest, type Problem } from '../protocol/data.ts';
import type { FoundFunction } from '../source/found.ts';
import { jsonOf } from './json.ts';

const recordedCallSchema = functionTestSchema.extend({ file: z.string(), name: z.string() });
export type RecordedCall = z.infer<typeof recordedCallSchema>;

/** The different calls of a recorder's lines. A line of which a test has left half, by ending its process, is passed over. */
export function readCalls(lines: string): RecordedCall[] {
  return [...new Set(lines.split('\n'))].flatMap((line) => {
    const parsed = recordedCallSchema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

const leastTests = 3;
const mostTests = 30;

/**
 * The different calls of one function as tests: of more than `mostTests` every so manieth. `varying`: the same
 * arguments came back as something else, so that what it returns does not follow from them.
 */
export function testsOf(calls: readonly FunctionTest[]): readonly FunctionTest[] | 'few' | 'varying' {
  const byInput = new Map<string, FunctionTest>();
  for (const { input, expected } of calls) {
    const key = JSON.stringify(input);
    const known = byInput.get(key);
    if (known !== undefined && JSON.stringify(known.expected) !== JSON.stringify(expected)) return 'varying';
    byInput.set(key, { input, expected });
  }
  const tests = [...byInput.values()];
  if (tests.length < leastTests) return 'few';
  const count = Math.min(tests.length, mostTests);
  return Array.from(
    { length: count },
    (_, index) => tests[Math.floor((index * tests.length) / count)],
  ).filter((test) => test !== undefined);
}

interface Exercised {
  readonly id: string;
  /** Relative to the workspace; the functions of a file are a family. */
  readonly file: string;
  readonly found: FoundFunction;
  /** The function with all that it needs. */
  readonly program: string;
  readonly tests: readonly FunctionTest[];
}

/** Null without documentation. */
export function problemOf({ id, file, found, program, tests }: Exercised): Problem | null {
  const asked = questionFor(found);
  if (asked.kind === 'unsure') return null;
  return {
    id,
    question: asked.subject.question,
    language: found.language,
    entryPoint: found.name,
    solution: program,
    family: file,
    source: 'workspace',
    tests: [...tests],
  };
}
