/** What can go wrong when something is measured, and when two results are compared. */
import { reasonOf, TrainerError } from './error.ts';

export function tooFewSolutions(k: number, problemId: string, solutions: number, file: string): TrainerError {
  return new TrainerError(
    'evaluation.too-few-solutions',
    `pass@${k} needs at least ${k} solutions a problem, and problem ${problemId} has ${solutions} in ${file}.`,
    `Ask for --k up to ${solutions}, or sample more solutions of each problem with "critique-coder data sample".`,
  );
}

export function nothingAnswered(problems: string, solutions: string): TrainerError {
  return new TrainerError(
    'evaluation.nothing-answered',
    `No solution of ${solutions} is of a problem of ${problems}.`,
    'Check that the "problemId" of the solutions are ids of these problems.',
  );
}

export function differentKinds(first: string, kind: string, second: string, otherKind: string): TrainerError {
  return new TrainerError(
    'evaluation.different-kinds',
    `${first} is a result of kind ${kind} and ${second} one of kind ${otherKind}: they have no figure in common.`,
    'Compare two results of the same kind.',
  );
}

export function differentSets(
  first: string,
  files: readonly string[],
  second: string,
  otherFiles: readonly string[],
): TrainerError {
  return new TrainerError(
    'evaluation.different-sets',
    `${first} was measured on ${files.join(', ')} and ${second} on ${otherFiles.join(', ')}, whose contents differ.`,
    'Measure both on the same files; a difference between two sets says nothing about what was measured.',
  );
}

export function differentRules(exact: string, other: string): TrainerError {
  return new TrainerError(
    'evaluation.different-rules',
    `${exact} was measured with --exact and ${other} without: what one counts as right the other may not.`,
    'Measure both with --exact, or both without. Problems of LiveCodeBench are measured so in any case, but were not always.',
  );
}

export function nothingInCommon(first: string, second: string): TrainerError {
  return new TrainerError(
    'evaluation.nothing-in-common',
    `${first} and ${second} have no row in common.`,
    'Measure both on the same rows of the set.',
  );
}

export function unreadableResult(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'evaluation.unreadable-result',
    `The result ${file} cannot be read: ${reasonOf(cause)}`,
    'Name a result.json that "critique-coder eval --out" has left.',
    { cause },
  );
}

export function unreadableLogic(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'evaluation.unreadable-logic',
    `The logic questions of ${file} cannot be read: ${reasonOf(cause)}`,
    'Give task files of BIG-Bench Hard or Extra Hard, {"examples": [{"input", "target"}]}, or of Logic-LLM, [{"id", "context", "question", "options", "answer"}].',
    { cause },
  );
}

export function sameTask(first: string, second: string, task: string): TrainerError {
  return new TrainerError(
    'evaluation.same-task',
    `${first} and ${second} are both called the task "${task}", and their questions could not be told apart.`,
    'Measure them by themselves, or give one of the files another name.',
  );
}

export function noQuestionFits(questions: number, tokens: number): TrainerError {
  return new TrainerError(
    'evaluation.no-question-fits',
    `None of the ${questions} questions fits the model: the longest prompt it takes has ${tokens} tokens.`,
    'Use a model with a longer context, or tasks with shorter questions.',
  );
}

export function nothingFits(file: string, problems: number): TrainerError {
  return new TrainerError(
    'evaluation.nothing-fits',
    `None of the ${problems} problems of ${file} leaves room for an answer in the model's context.`,
    'Use problems with shorter questions, or a model with a longer context.',
  );
}

export function nothingToStudy(file: string, problems: number, tokens: number): TrainerError {
  return new TrainerError(
    'evaluation.nothing-to-study',
    `None of the ${problems} problems of ${file} has answers that could be run, in a prompt of at most ${tokens} tokens.`,
    'Use problems with shorter questions, a smaller --max-tokens, or a model with a longer context.',
  );
}
