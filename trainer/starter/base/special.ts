/**
 * The tokens that the starter's base model has beside its learned ones, and its chat template.
 *
 * Each fixed phrase of the prompts and answers is one token. It would otherwise take two thirds of every prompt, and
 * a model this small has better uses for its time than reading the same sentence a million times.
 */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';

export const endToken = '<|end|>';
export const userToken = '<|user|>';
export const assistantToken = '<|assistant|>';

/** In the order of their ids, from 0. */
export const specialTokens: readonly string[] = [endToken, userToken, assistantToken];

export const chatTemplate =
  `{% for message in messages %}` +
  `{% if message.role == 'user' %}${userToken}{% else %}${assistantToken}{% endif %}{{ message.content }}` +
  `{% endfor %}{% if add_generation_prompt %}${assistantToken}{% endif %}`;

export const solutionStart = '```python\n';
export const solutionEnd = '\n```';
export const conclusionStart = '\\conclusion{';
/** What a critique writes behind the first token that differs from the given program, to write no further. */
export const departure = '  # not as given\n```';

/** Stands where a prompt is filled in. */
const gap = '\u0000';

const solveParts = solvePrompt({
  id: gap,
  language: 'python',
  question: gap,
  entryPoint: gap,
  starterCode: gap,
  tests: [{ input: [], expected: null }],
}).split(gap);
const critiqueParts = critiquePrompt({ question: gap, solution: gap, language: 'python' }).split(gap);

/** What the critique prompt says before and after the solution. */
export const [, beforeSolution = '', afterSolution = ''] = critiqueParts;

const phrases = new Set([
  ...solveParts,
  ...critiqueParts,
  solutionStart,
  solutionEnd,
  conclusionStart,
  departure,
]);

/** What the prompts say around a question and a solution, and what answers begin and end with; long phrases first. */
export const phraseTokens: readonly string[] = [...phrases]
  .filter((phrase) => phrase !== '')
  .sort((a, b) => b.length - a.length);
