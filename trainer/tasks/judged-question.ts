import type { Problem } from '../protocol/data.ts';

/**
 * What a judge is told of a problem: its statement and, where the problem has it, the code to start from, as a function
 * in a file tells of itself by its comment and its signature. Statements that show the code already say it once.
 */
export function judgedQuestion({
  question,
  starterCode = '',
}: Pick<Problem, 'question' | 'starterCode'>): string {
  const code = starterCode.trim();
  return code === '' || question.includes(code) ? question : `${question}\n\n${starterCode}`;
}
