/** What several critiques say together, with probabilities worked out by hand. */
import { test } from 'node:test';
import { agreedLogit } from '../../../trainer/critique/agreement.ts';
import { assertClose } from '../../support/close.ts';

const logitOf = (probability: number): number => Math.log(probability / (1 - probability));

test('one critique says together what it says alone, however sure it is', () => {
  for (const logit of [-300, -2, 0, 0.5, 40]) assertClose(agreedLogit([logit]), logit, 1e-9);
});

test('the probabilities are averaged, not the logits', () => {
  // The mean of 0.9, 0.9 and 0.3 is 0.7.
  assertClose(agreedLogit([0.9, 0.9, 0.3].map(logitOf)), logitOf(0.7), 1e-9);
});

test('critiques that are sure of opposite verdicts agree on nothing', () => {
  assertClose(agreedLogit([50, -50]), 0, 1e-9);
  // Three of four.
  assertClose(agreedLogit([800, 900, 700, -800]), logitOf(0.75), 1e-9);
});

test('critiques that are all but certain stay as sure as they are', () => {
  assertClose(agreedLogit([800, 800, 800]), 800, 1e-9);
});
