/** MBXP (mxeval): MBPP's tasks in Python, JavaScript and TypeScript with tests that throw, and samples of a model. */
import { z } from 'zod';
import { languageSchema } from '../../protocol/data.ts';
import type { Language } from '../../protocol/data.ts';
import { withCaseOfBody, withoutTexts } from './parameter-case.ts';
import { commentWords, taskNumber, withCheckCalled, withoutComment } from './text.ts';
import { defineImporter, RowFault } from './types.ts';
import type { RowContext } from './types.ts';

const sets: Readonly<Record<Language, string>> = { python: 'mbpp', javascript: 'mbjsp', typescript: 'mbtsp' };

const caseRepair =
  'parameters written in the case of the solution, which otherwise fails by a ReferenceError';
const cutRepair = 'references that are cut off inside of their function left out, the task kept';
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
    const isCut = typeof body === 'string' && isCutOff(language, programOf(prompt, body));
    const testCode = testsOf(language, row.test, entryPoint);
    const problem = {
      id: problemId(language, row.task_id),
      question: commentWords(row.prompt) || row.description,
      language,
      entryPoint,
      starterCode: withoutComment(prompt),
      ...(typeof body === 'string' && !isCut && { solution: programOf(prompt, body) }),
      family: `mbpp/${taskNumber(row.task_id)}`,
      source: `mxeval/${sets[language]}`,
      testCode,
    };
    const repairs = [
      ...(prompt === row.prompt ? [] : [caseRepair]),
      ...(isCut ? [cutRepair] : []),
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

/** Whether a brace is never closed: then whatever follows, tests included, is inside of a function that nobody calls. */
function isCutOff(language: Language, program: string): boolean {
  if (language === 'python') return false;
  const code = withoutTexts(program);
  return code.split('{').length > code.split('}').length;
}

/**
 * Compares as lodash does, for what the tests compare: plain data, in which an array's other properties do not count.
 * What is inside of a set may stand in any order, at any depth.
 */
const isEqual = `const _ = { isEqual(a, b, inSet = false) {
  if (a === b || (a !== a && b !== b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind = Object.prototype.toString.call(a);
  if (kind !== Object.prototype.toString.call(b)) return false;
  const anyOrder = (x, y) => x.length === y.length && x.every((one) => y.some((other) => _.isEqual(one, other, true)));
  if (kind === '[object Set]' || kind === '[object Map]') return anyOrder([...a], [...b]);
  if (Array.isArray(a) && inSet) return anyOrder(a, b);
  if (Array.isArray(a)) return a.length === b.length && Array.from(a).every((x, i) => _.isEqual(x, b[i]));
  if (/Date|Number|String|Boolean/.test(kind)) return _.isEqual(a.valueOf(), b.valueOf());
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && _.isEqual(a[k], b[k], inSet));
} };`;

function testsOf(language: Language, test: string, entryPoint: string): string {
  if (language === 'python') return withCheckCalled(test, entryPoint);
  if (language === 'typescript') return test;
  return test
    .replace(/^const _ = require\(["']lodash["']\);?$/m, () => isEqual)
    .replaceAll('console.assert(', 'require("node:assert")(');
}
