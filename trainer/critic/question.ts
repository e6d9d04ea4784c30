/**
 * The question that a critic is asked about a function: what its author wrote about it, and its signature.
 * The docstring then is part of the question and no longer of the solution, which so looks like those that the
 * critic was trained on. Without documentation nobody has said what the function should do, so there is no question.
 */
import type { CritiqueSubject } from '../critique/prompts.ts';
import type { FoundFunction } from '../source/found.ts';

export type FunctionQuestion =
  | { readonly kind: 'question'; readonly subject: CritiqueSubject }
  | { readonly kind: 'unsure'; readonly reason: string };

export function questionFor(found: FoundFunction): FunctionQuestion {
  if (found.documentation === null) {
    return { kind: 'unsure', reason: 'the function has neither docstring nor comment' };
  }
  const question = `${found.documentation}\n\n${found.signature}`;
  return { kind: 'question', subject: { question, solution: found.solution, language: found.language } };
}
