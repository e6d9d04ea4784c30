import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerKindOf,
  chanceOf,
  readAnswer,
  targetForm,
  type AnswerKind,
} from '../../../../trainer/evaluation/logic/answers.ts';

const option: AnswerKind = { kind: 'option', choices: ['A', 'B', 'C'] };
const truth: AnswerKind = { kind: 'word', choices: ['true', 'false'] };
const yesNo: AnswerKind = { kind: 'word', choices: ['yes', 'no'] };
const validity: AnswerKind = { kind: 'word', choices: ['valid', 'invalid'] };
const number: AnswerKind = { kind: 'number' };
const brackets: AnswerKind = { kind: 'brackets' };
const words: AnswerKind = { kind: 'words' };

/** What it shows, the completion, the kind, and the answer that is read. */
const cases: readonly (readonly [string, string, AnswerKind, string | null])[] = [
  ['a marked letter', 'So (A) is out. The answer is (B).', option, 'B'],
  ['a marked letter without brackets', 'The answer is B.', option, 'B'],
  ['the word option', 'The answer is option C', option, 'C'],
  ['a small letter', 'the answer is: b', option, 'B'],
  ['a letter in bold', '**The answer is (C)**', option, 'C'],
  ['the last of two marks', 'The answer is (A). No, wait. The answer is (C).', option, 'C'],
  ['an answer on the next line', 'The answer is:\n\n(B) The owl', option, 'B'],
  ['a last line without a mark', 'First (A), then (B).\n(C)', option, 'C'],
  ['a letter alone', 'B', option, 'B'],
  ['a letter that is no option', 'The answer is (Q).', option, null],
  ['a letter with its option', 'The answer is A) The owl', option, 'A'],
  ['a letter with a period and its option', 'The answer is A. The owl', option, 'A'],
  ['a letter with a reason', 'The answer is B because the owl is last.', option, 'B'],
  ['the word option with a reason', 'The answer is option A because the owl is last.', option, 'A'],
  ['a letter in braces', 'The answer is $\\boxed{\\text{A}}$.', option, 'A'],
  ['an article', 'The answer is a bird', option, null],
  ['an article where a line begins', 'A bird in the hand.', option, null],
  ['a pronoun', 'The answer is I think (none)', { kind: 'option', choices: [...'ABCDEFGHI'] }, null],
  ['an abbreviation', 'The answer is i.e. none', { kind: 'option', choices: [...'ABCDEFGHI'] }, null],
  ['a word that begins with a letter of the options', 'The answer is Bob.', option, null],
  ['no answer', 'I cannot tell.', option, null],
  ['nothing', '', option, null],
  ['a thought', '<think>The answer is (A).</think>The answer is (B).', option, 'B'],
  ['a thought without an end', '<think>The answer is (A).', option, null],
  ['true in capitals', 'The answer is TRUE.', truth, 'true'],
  ['a last line with both words', 'not ( True ) and ( False ) is False', truth, null],
  ['a last line with one word', 'x is false\nFalse', truth, 'false'],
  ['the first word behind the mark', 'The answer is No, not yes.', yesNo, 'no'],
  ['no inside another word', 'The answer is known: yes', yesNo, 'yes'],
  ['invalid, which is not valid', 'So the answer is invalid.', validity, 'invalid'],
  ['valid', 'The argument is valid.', validity, 'valid'],
  ['not valid', 'The answer is not valid.', validity, null],
  ['not logically valid', 'The argument is not logically valid.', validity, null],
  ["isn't valid", "The argument isn't valid.", validity, null],
  ['invalid behind not valid', 'The answer is not valid, but invalid.', validity, 'invalid'],
  ['a number', 'The answer is 24.', number, '24'],
  ['a negative number', 'The answer is -50', number, '-50'],
  ['a number with commas', 'The answer is -11,520.', number, '-11520'],
  ['a number in its decimals', 'The answer is 24.0', number, '24'],
  ['the last number of an unmarked line', '2 + 3 = 5', number, '5'],
  ['a word for a number', 'The answer is five', number, null],
  ['brackets', 'The answer is ] ) }.', brackets, '])}'],
  ['brackets written together', 'The answer is ])}', brackets, '])}'],
  ['no brackets', 'The answer is nothing', brackets, null],
  ['sorted words', 'The answer is syndrome therefrom.', words, 'syndrome therefrom'],
  ['sorted words with commas and capitals', 'The answer is: Barn, damp,  dot', words, 'barn damp dot'],
];

for (const [what, completion, kind, answer] of cases) {
  test(`${what} ${answer === null ? 'is no answer' : 'is read as an answer'}`, () => {
    assert.equal(readAnswer(completion, kind), answer);
  });
}

test('how a target is written says how its answers are', () => {
  const question = 'Which?\nOptions:\n(A) The owl (B)\n(B) The crow';
  assert.deepEqual(answerKindOf(question, '(B)'), { kind: 'option', choices: ['A', 'B'] });
  assert.deepEqual(answerKindOf('', 'False'), truth);
  assert.deepEqual(answerKindOf('', 'no'), yesNo);
  assert.deepEqual(answerKindOf('', 'invalid'), validity);
  assert.deepEqual(answerKindOf('', '-11520'), number);
  assert.deepEqual(answerKindOf('', '] ] >'), brackets);
  assert.deepEqual(answerKindOf('', 'barn damp'), words);
});

test('a target has the form that answers are read in', () => {
  assert.equal(targetForm('(B)', option), 'B');
  assert.equal(targetForm('True', truth), 'true');
  assert.equal(targetForm('] ) }', brackets), '])}');
  assert.equal(targetForm('-50', number), '-50');
  assert.equal(targetForm('Sioux purloin', words), 'sioux purloin');
});

test('chance is one of the choices, and nothing where there are no few', () => {
  assert.deepEqual([option, yesNo, number, words].map(chanceOf), [1 / 3, 1 / 2, 0, 0]);
});
