import assert from 'node:assert/strict';
import test from 'node:test';
import { parseVerdict } from '../../../trainer/critique/verdict.ts';

const cases: readonly (readonly [text: string, verdict: boolean | null, why: string])[] = [
  ['\\conclusion{T}', true, 'the form that was asked for'],
  ['\\conclusion{F}', false, 'the form that was asked for'],
  ['The loop stops early.\n\n\\conclusion{F}', false, 'after an explanation'],
  ['\\conclusion{T} Thank you.', true, 'with text after it'],
  ['\\conclusion{T}\n\n<|im_end|>', true, 'with a special token after it'],
  ['**\\conclusion{F}**', false, 'emphasised from outside'],
  ['$\\conclusion{T}$', true, 'in mathematics mode'],
  ['\\conclusion{ T }', true, 'spaces inside'],
  ['\\conclusion{\tF }', false, 'a tab inside'],
  ['\\conclusion{t}', true, 'lower case'],
  ['\\conclusion{f}', false, 'lower case'],
  ['\\conclusion{True}', true, 'spelled out'],
  ['\\conclusion{False}', false, 'spelled out'],
  ['\\conclusion{TRUE}', true, 'spelled out in capitals'],
  ['\\conclusion{FALSE}', false, 'spelled out in capitals'],
  ['\\conclusion{false}', false, 'spelled out in lower case'],
  ['\\conclusion{\\text{T}}', true, 'nested braces'],
  ['\\conclusion{\\textbf{False}}', false, 'nested braces'],
  ['\\conclusion{{F}}', false, 'doubled braces'],
  ['\\conclusion{**T**}', true, 'emphasised inside'],
  ['\\conclusion{"F"}', false, 'quoted'],
  ['\\conclusion{T.}', true, 'with a full stop'],
  ['\\\\conclusion{T}', true, 'the backslash escaped once more'],
  ['\\conclusion{T} then \\conclusion{F}', false, 'several: the last counts'],
  ['\\conclusion{F}\nWait, it is right.\n\\conclusion{T}', true, 'several: the last counts'],
  ['\\conclusion{\\conclusion{T}}', true, 'one inside another'],
  ['\\conclusion{F} and \\conclusion{T', false, 'the last one is cut off'],
  ['<think>\\conclusion{F}</think>\\conclusion{T}', true, 'the answer counts, the reasoning does not'],
  ['a thought \\conclusion{T}</think>The end: \\conclusion{F}', false, 'reasoning opened by the prompt'],
  ['Conclude with \\conclusion{T} for correct, \\conclusion{F} for wrong.', false, 'the echo of the prompt'],
  ['', null, 'nothing'],
  ['The solution is correct.', null, 'no conclusion'],
  ['\\conclusion{}', null, 'empty'],
  ['\\conclusion{T or F}', null, 'both'],
  ['\\conclusion{T/F}', null, 'both'],
  ['\\conclusion{T|F}', null, 'both'],
  ['\\conclusion{TF}', null, 'both'],
  ['\\conclusion{NOT SURE}', null, 'contains a T and is no verdict'],
  ['\\conclusion{\\neg T}', null, 'a negation'],
  ['\\conclusion{Correct}', null, 'another word'],
  ['\\conclusion{T} \\conclusion{unsure}', null, 'the last cannot be read, and it is the last that counts'],
  ['\\conclusion{T', null, 'cut off'],
  ['\\conclusion{{T}', null, 'braces do not balance'],
  ['\\conclusion', null, 'cut off before the brace'],
  ['\\conclusion{\nT\n}', null, 'spread over lines'],
  ['\\conclusion {T}', null, 'a space before the brace'],
  ['/conclusion{T}', null, 'the wrong slash'],
  ['conclusion{T}', null, 'no backslash'],
  ['\\Conclusion{T}', null, 'another command'],
  ['\\boxed{T}', null, 'another command'],
  ['<think>\\conclusion{T}</think>It is fine.', null, 'a verdict in the reasoning alone'],
  ['<think>I must end with \\conclusion{T} or', null, 'cut off inside the reasoning'],
];

for (const [text, verdict, why] of cases) {
  test(`the verdict of ${JSON.stringify(text)} is ${String(verdict)}: ${why}`, () => {
    assert.equal(parseVerdict(text), verdict);
  });
}

test('a content longer than 1000 characters is no verdict', () => {
  assert.equal(parseVerdict(`\\conclusion{${' '.repeat(998)}T}`), true);
  assert.equal(parseVerdict(`\\conclusion{${' '.repeat(1000)}T}`), null);
});
