/** MBXP (mxeval): MBPP's tasks in Python, JavaScript and TypeScript with tests that throw, and samples of a model. */
import { z } from 'zod';
import { languageSchema } from '../../protocol/data.ts';
import type { Language } from '../../protocol/data.ts';
import { withCaseOfBody } from './parameter-case.ts';
import { commentWords, taskNumber, withoutComment } from './text.ts';
import { defineImporter, RowFault } from './types.ts';
import type { RowContext } from './types.ts';

const sets: Readonly<Record<Language, string>> = { python: 'mbpp', javascript: 'mbjsp', typescript: 'mbtsp' };

const caseRepair =
  'parameters written in the case of the solution, which otherwise fails by a ReferenceError';
const assertRepair = 'console.assert, which does not throw, replaced by an assertion that does';

const rowSchema = z.object({
  task_id: z.string().min(1),
  prompt: z.string().min(1),
  entry_point: z.string().min(1),
  test: z.string().min(1),
  description: z.string(),
  language: languageSchema,
  canonical_solution: z.string().nullish(),
});

export const mbxp = defineImporter({
  name: 'mbxp',
  about: 'MBXP of mxeval: MBPP in Python, JavaScript and TypeScript',
  marks: ['task_id', 'prompt', 'entry_point', 'test', 'language', 'description'],
  schema: rowSchema,
  convert(row, { recall }) {
    const { language, entry_point: entryPoint, canonical_solution: body } = row;
    recall.keep(recallName(language, row.task_id), row.prompt);
    const prompt = promptFor(language, row.prompt, body ?? '');
    const testCode = testsOf(language, row.test, entryPoint);
    const problem = {
      id: problemId(language, row.task_id),
      question: commentWords(row.prompt) || row.description,
      language,
      entryPoint,
      starterCode: withoutComment(prompt),
      ...(typeof body === 'string' && { solution: programOf(prompt, body) }),
      family: `mbpp/${taskNumber(row.task_id)}`,
      source: `mxeval/${sets[language]}`,
      testCode,
    };
    const repairs = [
      ...(prompt === row.prompt ? [] : [caseRepair]),
      ...(language === 'javascript' && row.test.includes('console.assert(') ? [assertRepair] : []),
    ];
    return { problems: [problem], repairs };
  },
});

export const mbxpSamples = defineImporter({
  name: 'mbxp-samples',
  about: 'completions of MBXP tasks by a model; the set itself is given before them',
  marks: ['task_id', 'completion', 'language'],
  schema: z.object({ task_id: z.string().min(1), completion: z.string(), language: languageSchema }),
  convert({ task_id: task, completion, language }, context) {
    const shipped = promptOf(language, task, context);
    const prompt = promptFor(language, shipped, completion);
    const set = `mxeval/${sets[language]}`;
    const sample = {
      id: `${problemId(language, task)}/sample`,
      problemId: problemId(language, task),
      solution: programOf(prompt, completion),
      provenance: { kind: 'import' as const, set, row: task },
    };
    return { solutions: [sample], repairs: prompt === shipped ? [] : [caseRepair] };
  },
});

const problemId = (language: Language, task: string): string => `${sets[language]}-x/${taskNumber(task)}`;

const recallName = (language: Language, task: string): string => `mbxp ${language} ${task}`;

function promptOf(language: Language, task: string, { recall }: RowContext): string {
  const prompt = recall.get(recallName(language, task));
  if (prompt !== undefined) return prompt;
  throw new RowFault('task_id', `${task} is in no file given before: name the set's own file first`);
}

function promptFor(language: Language, prompt: string, body: string): string {
  return language === 'javascript' ? withCaseOfBody(prompt, body) : prompt;
}

/** The body continues the function whose head ends the prompt; the comment inside or above it is left out. */
function programOf(prompt: string, body: string): string {
  return `${withoutComment(prompt)}\n${body.replace(/^\n+/, '').trimEnd()}\n`;
}

/** Compares as lodash does, for what the tests compare: plain data, in which an array's other properties do not count. */
const isEqual = `const _ = { isEqual(a, b) {
  if (a === b || (a !== a && b !== b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  if (a instanceof Set || a instanceof Map) {
    const [left, right] = [[...a], [...b]];
    return left.length === right.length && left.every((x) => right.some((y) => _.isEqual(x, y)));
  }
  if (Array.isArray(a)) return a.length === b.length && Array.from(a).every((x, i) => _.isEqual(x, b[i]));
  if (a instanceof Date || a instanceof Number || a instanceof String) return _.isEqual(a.valueOf(), b.valueOf());
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && _.isEqual(a[k], b[k]));
} };`;

function testsOf(language: Language, test: string, entryPoint: string): string {
  if (language === 'python') return `${test.trimEnd()}\n\ncheck(${entryPoint})\n`;
  if (language === 'typescript') return test;
  return test
    .replace(/^const _ = require\(["']lodash["']\);?$/m, () => isEqual)
    .replaceAll('console.assert(', 'require("node:assert")(');
}
