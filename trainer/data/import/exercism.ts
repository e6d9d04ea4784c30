/**
 * Exercism's canonical data: test cases in no language, so a problem is made for each of ours. An exercise has one or
 * more functions (`property`); the arguments of one are the values of a case's `input`, in the order of the first.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { languageSchema } from '../../protocol/data.ts';
import type { FunctionTest, Json, Language, Problem } from '../../protocol/data.ts';
import type { Fault } from '../../tasks/explain.ts';
import { defineImporter, RowFault } from './types.ts';

const caseSchema = z.object({
  description: z.string(),
  property: z.string().regex(/^[A-Za-z]\w*$/, 'is no name of a function'),
  input: z.record(z.string(), z.json()),
  expected: z.json(),
});

interface Case {
  readonly field: string;
  readonly value: unknown;
}

export const exercism = defineImporter({
  name: 'exercism',
  about:
    'canonical-data.json of an Exercism exercise, its text beside it in description.md or instructions.md',
  marks: ['exercise', 'cases'],
  schema: z.object({
    exercise: z.string().regex(/^[\w-]+$/, 'is no name of an exercise'),
    cases: z.array(z.unknown()),
  }),
  async convert({ exercise, cases }, { file }) {
    const text = await textBeside(file);
    const tests = new Map<
      string,
      { readonly parameters: readonly string[]; readonly tests: FunctionTest[] }
    >();
    const rejected: Fault[] = [];
    for (const { field, value } of flattened(cases, 'cases')) {
      const parsed = caseSchema.safeParse(value);
      if (!parsed.success) {
        rejected.push({ field, reason: 'is no case with description, property, input and expected' });
        continue;
      }
      const { property, input, expected } = parsed.data;
      const known = tests.get(property) ?? { parameters: Object.keys(input), tests: [] };
      const reason = unusable(input, expected, known.parameters);
      if (reason !== null) rejected.push({ field, reason });
      else known.tests.push({ input: known.parameters.map((name) => input[name] ?? null), expected });
      if (known.tests.length > 0) tests.set(property, known);
    }
    const problems = [...tests].flatMap(([property, known]) =>
      languageSchema.options.map((language) => problemOf(exercise, text, property, language, known)),
    );
    return { problems, rejected };
  },
});

/** Cases may stand in groups of groups. */
function flattened(cases: readonly unknown[], field: string, depth = 0): Case[] {
  return cases.flatMap((value, index) => {
    const here = `${field}[${index}]`;
    const inner = typeof value === 'object' && value !== null && 'cases' in value ? value.cases : undefined;
    return Array.isArray(inner) && depth < 8
      ? flattened(inner, `${here}.cases`, depth + 1)
      : [{ field: here, value }];
  });
}

/** Why a case cannot be a call with an expected value; `null` if it can. */
function unusable(input: Record<string, Json>, expected: Json, parameters: readonly string[]): string | null {
  if (typeof expected === 'object' && expected !== null && 'error' in expected) {
    return 'expects an error, which a call with an expected value cannot say';
  }
  if (Object.values(input).some((value) => typeof value === 'string' && /^\(.*\) ->/.test(value))) {
    return 'has a function for an argument';
  }
  const names = Object.keys(input);
  if (names.length !== parameters.length || !names.every((name) => parameters.includes(name))) {
    return `has the arguments ${names.join(', ') || 'none'} and not ${parameters.join(', ') || 'none'}`;
  }
  return null;
}

function problemOf(
  exercise: string,
  text: string,
  property: string,
  language: Language,
  { parameters, tests }: { readonly parameters: readonly string[]; readonly tests: readonly FunctionTest[] },
): Problem {
  const named = (name: string): string => (language === 'python' ? inSnakeCase(name) : name);
  const signature = `${named(property)}(${parameters.map(named).join(', ')})`;
  return {
    id: `exercism/${exercise}/${property}/${language}`,
    question: `${text}\n\nWrite the function ${signature}.`,
    language,
    entryPoint: named(property),
    family: `exercism/${exercise}`,
    source: 'exercism',
    tests: [...tests],
  };
}

const inSnakeCase = (name: string): string =>
  name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before}_${after.toLowerCase()}`,
  );

const longestText = 100_000;

/** The exercise's words, from the folder of the file that was named and nowhere else. */
async function textBeside(file: string): Promise<string> {
  for (const name of ['description.md', 'instructions.md']) {
    const text = await readFile(join(dirname(file), name), 'utf8').catch(() => null);
    if (text !== null && text.length <= longestText)
      return text.replace(/^#+ (?:Description|Instructions)\s*/, '').trim();
  }
  throw new RowFault('', 'has no description.md or instructions.md beside it, so nothing says what is asked');
}
