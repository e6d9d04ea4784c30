/**
 * The two prompts of the paper as plain text; the model's chat template is put around them elsewhere.
 *
 * The critique prompt's sentences are those of the paper (arXiv 2509.22824, appendix A, table 6). Its rendering does
 * not show line breaks or whether the solution is fenced, so these are ours: a blank line between the parts, the
 * content on the line after its heading, the solution in a fence that names its language.
 *
 * The solve prompt is the one that the paper refers to, LiveCodeBench's, in its form without a reasoning section.
 * LiveCodeBench knows Python only; the language's name, tag and comment sign are filled in for the others.
 *
 * Whoever changes a character of what these functions return increases `templateVersion`: a critic remembers the
 * version that it was trained with.
 */
import type { Language, Problem } from '../protocol/data.ts';

export const templateVersion = 1;

const languageNames: Record<Language, string> = {
  python: 'Python',
  javascript: 'JavaScript',
  typescript: 'TypeScript',
};

const commentSigns: Record<Language, string> = { python: '#', javascript: '//', typescript: '//' };

export interface CritiqueSubject {
  readonly question: string;
  readonly solution: string;
  /** Without it the fence carries no tag. */
  readonly language?: Language | undefined;
}

/** Asks whether `solution` answers `question`; the answer is to end in `\conclusion{T}` or `\conclusion{F}`. */
export function critiquePrompt({ question, solution, language }: CritiqueSubject): string {
  return [
    'You will be given a question (problem specification) and a submitted solution. ' +
      'Your task is to determine whether the solution is correct and fully satisfies the specification.',
    `Question:\n${question.trim()}`,
    `Solution:\n${fenced(solution, language ?? '')}`,
    'Conclude with \\conclusion{T} for correct, \\conclusion{F} for wrong.',
  ].join('\n\n');
}

/** Asks for a program that solves `problem`, and for nothing else. */
export function solvePrompt(problem: Problem): string {
  const name = languageNames[problem.language];
  return [
    `You will be given a question (problem specification) and will generate a correct ${name} program that ` +
      'matches the specification and passes all tests. You will NOT return anything except for the program.',
    `Question: ${problem.question.trim()}`,
    answerFormat(problem),
  ].join('\n\n');
}

/** How the program is to be written: from its starter code, as a program over stdin, or as a named function. */
function answerFormat(problem: Problem): string {
  const { language, starterCode, entryPoint } = problem;
  const starter = starterCode === undefined || starterCode.trim() === '' ? undefined : starterCode;
  const blank = fenced(starter ?? `${commentSigns[language]} YOUR CODE HERE`, language);
  if ('io' in problem) {
    return (
      'Read the inputs from stdin solve the problem and write the answer to stdout ' +
      '(do not directly test on the sample inputs). Enclose your code within delimiters as follows. ' +
      `Ensure that when the ${language} program runs, it reads the inputs, runs the algorithm ` +
      `and writes output to STDOUT.\n${blank}`
    );
  }
  if (starter !== undefined) {
    return (
      'You will use the following starter code to write the solution to the problem ' +
      `and enclose your code within delimiters.\n${blank}`
    );
  }
  const named = entryPoint === undefined ? '' : `Name the function \`${entryPoint}\`. `;
  return `${named}Enclose your code within delimiters as follows.\n${blank}`;
}

/** A Markdown fence, longer than every run of backticks inside; blank lines around the code are dropped. */
function fenced(code: string, tag: string): string {
  const runs = code.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(Math.max(2, ...runs.map((run) => run.length)) + 1);
  return `${fence}${tag}\n${code.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd()}\n${fence}`;
}
