/**
 * What a completion answers to a logic question, and whether that is right. An answer stands behind the last "answer is"
 * of the completion, or, where it says no such thing, in its last line; reasoning inside `<think>` is left out. What
 * cannot be read is no answer, which counts as wrong.
 */
import { answerOf } from '../../critique/reasoning.ts';

export type AnswerKind =
  /** One of the letters of the options. */
  | { readonly kind: 'option'; readonly choices: readonly string[] }
  /** One of a few words, as true or false. */
  | { readonly kind: 'word'; readonly choices: readonly string[] }
  | { readonly kind: 'number' }
  /** Brackets in their order. */
  | { readonly kind: 'brackets' }
  /** Words in their order. */
  | { readonly kind: 'words' };

const choicesOfWords = [
  ['true', 'false'],
  ['yes', 'no'],
  ['valid', 'invalid'],
];

/** How the target of a question is written says how its answers are. */
export function answerKindOf(question: string, target: string): AnswerKind {
  const plain = target.trim();
  if (/^\([A-Z]\)$/.test(plain)) {
    const letters = [...question.matchAll(/^\s*\(([A-Z])\)/gm)].map(([, letter = '']) => letter);
    return { kind: 'option', choices: [...new Set(letters)] };
  }
  const choices = choicesOfWords.find((words) => words.includes(plain.toLowerCase()));
  if (choices !== undefined) return { kind: 'word', choices };
  if (/^-?\d+$/.test(plain)) return { kind: 'number' };
  return /^[\s()[\]{}<>]+$/.test(plain) ? { kind: 'brackets' } : { kind: 'words' };
}

/** The answer in one form, so that equal answers are equal texts; null where none can be read. */
export function readAnswer(completion: string, kind: AnswerKind): string | null {
  const { text, isMarked } = placeOfAnswer(answerOf(completion));
  switch (kind.kind) {
    case 'option':
      return optionIn(text, isMarked, kind.choices);
    case 'word':
      return wordIn(text, isMarked, kind.choices);
    case 'number': {
      const numbers = text.replace(/(\d),(?=\d{3})/g, '$1').match(/-?\d+(?:\.\d+)?/g) ?? [];
      const found = isMarked ? numbers[0] : numbers.at(-1);
      return found === undefined ? null : String(Number(found));
    }
    case 'brackets':
      return nothingIsNull(text.replace(/[^()[\]{}<>]/g, ''));
    case 'words':
      return nothingIsNull(wordsOf(text));
  }
}

/** The target in the form that answers are read in. */
export function targetForm(target: string, { kind }: AnswerKind): string {
  const plain = target.trim();
  switch (kind) {
    case 'option':
      return plain.replace(/[()]/g, '');
    case 'word':
      return plain.toLowerCase();
    case 'number':
      return String(Number(plain));
    case 'brackets':
      return plain.replace(/\s/g, '');
    case 'words':
      return wordsOf(plain);
  }
}

/** Chance of being right by drawing one of the choices; 0 where there are too many answers to count. */
export const chanceOf = (kind: AnswerKind): number =>
  'choices' in kind && kind.choices.length > 0 ? 1 / kind.choices.length : 0;

const nothingIsNull = (text: string): string | null => (text === '' ? null : text);

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((word) => word.replace(/[.:!"]+$/, ''))
    .filter((word) => word !== '')
    .join(' ');

interface Place {
  readonly text: string;
  /** The completion says that this is its answer. */
  readonly isMarked: boolean;
}

/** What stands behind the last "answer is" on its line, or on the next where that is empty; else the last line. */
function placeOfAnswer(answer: string): Place {
  const plain = answer.replace(/\*\*|`|\$|\\boxed|\\text/g, '');
  const marks = [...plain.matchAll(/answer is\b:?/gi)];
  const last = marks.at(-1);
  const rest = last === undefined ? '' : plain.slice(last.index + last[0].length).trim();
  if (rest !== '') return { text: rest.split('\n')[0] ?? '', isMarked: true };
  return { text: plain.trim().split('\n').at(-1)?.trim() ?? '', isMarked: false };
}

/** How a letter without brackets begins an answer, and not a word of it: "a" and "I" are words of their own. */
const letters = [
  /^option\s+\{*([A-Z])(?![\w'-])/i,
  /^\{*([B-HJ-Z])(?![\w'-])/,
  /^\{*([A-Z])(?:[).:](?=\s|$)|\W*$)/i,
];

/** A letter in brackets anywhere, or one that stands where the answer begins. */
function optionIn(text: string, isMarked: boolean, choices: readonly string[]): string | null {
  const bracketed = [...text.matchAll(/\(([A-Z])\)/g)].map(([, letter = '']) => letter);
  const alone = letters.map((pattern) => pattern.exec(text)?.[1]).find((letter) => letter !== undefined);
  const found = (isMarked ? bracketed[0] : bracketed.at(-1)) ?? alone?.toUpperCase();
  return found !== undefined && choices.includes(found) ? found : null;
}

/** Behind "not" a word says the other thing, or nothing. Unmarked, a line that names two of the choices says neither. */
function wordIn(text: string, isMarked: boolean, choices: readonly string[]): string | null {
  const chosen = (some: string): string[] =>
    (some.match(/[a-z]+/g) ?? []).filter((word) => choices.includes(word));
  const plain = text.toLowerCase().replace(/n['’]t\b/g, ' not');
  const all = chosen(plain);
  const named = chosen(plain.replace(/\bnot\W+(?:(?:an?|\w+ly)\W+)?[a-z]+/g, ''));
  const [first] = named;
  if (first === undefined) return null;
  const isPlain = named.length === all.length && named.every((word) => word === first);
  return isMarked || isPlain ? first : null;
}
