/** Verdicts in words, and the page of a critique. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  critiquePage as pageOf,
  excerpt,
  type CritiqueView,
} from '../../../extension/critic/critique-text.ts';
import {
  criticWords,
  diagnosticWords,
  lensTitle,
  verdictReason,
  verdictWords,
} from '../../../extension/critic/words.ts';
import { englishTitle } from '../../../trainer/critic/server/titles.ts';
import { functionVerdictSchema } from '../../../trainer/protocol/critic-server.ts';
import { failing } from '../workspace/folder.ts';
import { sampleCritic, sampleVerdict } from './samples.ts';

const states = functionVerdictSchema.shape.state.options;

test('in English the editor says of every state what the server says', () => {
  for (const state of states) {
    const verdict = sampleVerdict({ state });
    // VS Code keeps no common space between an icon and words.
    assert.equal(lensTitle(verdict, null).replace('\u00a0', ' '), englishTitle(verdict));
  }
});

test('no lens moves, whatever it says', () => {
  for (const state of states) assert.doesNotMatch(lensTitle(sampleVerdict({ state }), null), /~/, state);
});

test('what is no verdict says why there is none', () => {
  const earlier = { state: 'correct', confidence: 0.9 } as const;
  for (const state of states.filter((each) => !['correct', 'incorrect', 'dismissed'].includes(each))) {
    assert.notEqual(verdictReason(sampleVerdict({ state })), '', state);
  }
  assert.match(verdictReason(sampleVerdict({ state: 'changed', earlier })), /likely correct · 90%/);
  assert.match(
    verdictReason(sampleVerdict({ state: 'unsure', reason: 'undocumented' })),
    /neither docstring/,
  );
  assert.match(verdictReason(sampleVerdict({ state: 'dismissed', reason: 'comment' })), /critic: ignore/);
});

test('what is not judged now says where to click for it, in the words that stand there', () => {
  for (const state of ['unchecked', 'changed'] as const) {
    const verdict = sampleVerdict({ state, earlier: { state: 'correct', confidence: 0.9 } });
    assert.match(verdictReason(verdict), new RegExp(`Click “${verdictWords(verdict)}” to check it`));
  }
});

test('a critic is told with its held-out figures and its threshold', () => {
  assert.deepEqual(criticWords(sampleCritic), [
    'Critic one: held-out balanced accuracy 73% on 400 solutions (it recognises 70% of the correct and 76% of the incorrect ones)',
    'Threshold: correct from 52%; unsure between 40% and 64%',
  ]);
  assert.match(criticWords({ ...sampleCritic, heldOut: null })[0] ?? '', /never measured/);
});

test('a diagnostic is an opinion', () => {
  assert.equal(
    diagnosticWords(sampleVerdict()),
    "total is likely incorrect (84%): a model's opinion, not a proof",
  );
});

const critiquePage = (shown: CritiqueView): string => pageOf(shown, null);

const view: CritiqueView = {
  name: 'total',
  file: 'pair.py',
  line: 4,
  verdict: sampleVerdict({ state: 'unchecked', confidence: null }),
  critic: sampleCritic,
  text: '',
  end: null,
};

test('a critique is shown while it is written, and then with its verdict', () => {
  const writing = critiquePage({ ...view, text: 'It adds' });
  assert.match(writing, /^# checking…\n/);
  assert.match(writing, /It adds\n\n\*The critic is writing…\*/);
  const opinion = { state: 'incorrect', confidence: 0.84 } as const;
  const whole = critiquePage({
    ...view,
    text: 'It subtracts.',
    end: { kind: 'judged', opinion, critique: 'It subtracts.' },
  });
  assert.match(whole, /^# likely incorrect · 84%\n\n`total` in pair\.py, line 4\n/);
  assert.match(whole, /held-out balanced accuracy 73%/);
  assert.match(whole, /This is a model's opinion, not a proof\./);
  assert.match(whole, /## Critique\n\nIt subtracts\.\n$/);
  const contrary = critiquePage({
    ...view,
    text: 'It adds.',
    end: { kind: 'judged', opinion, critique: 'It adds.', concludesOtherwise: true },
  });
  assert.match(contrary, /It adds\.\n\n\*These words conclude otherwise than the verdict\.\*\n$/);
});

test('where there is no critique the page says why', () => {
  const pages = [
    critiquePage({ ...view, end: { kind: 'gone' } }),
    critiquePage({ ...view, end: { kind: 'failed', message: 'The file is cut off.', hint: 'Train again.' } }),
    critiquePage({
      ...view,
      verdict: sampleVerdict({ state: 'unsure', reason: 'undocumented' }),
      end: { kind: 'undocumented' },
    }),
    critiquePage({
      ...view,
      end: { kind: 'judged', opinion: { state: 'tooLong', confidence: null }, critique: '' },
    }),
  ];
  const reasons = [
    /changed while/,
    /cut off\.\n\nTrain again/,
    /neither docstring/,
    /longer than the critic/,
  ];
  pages.forEach((page, index) => assert.match(page, reasons[index] ?? assert.fail()));
});

test('a hover shows the beginning of a critique, as inert as its page', () => {
  assert.equal(excerpt('  It subtracts.\u202e\n'), 'It subtracts.\\u{202e}');
  assert.equal(excerpt(' \n'), '');
  assert.equal(excerpt('x'.repeat(5000)).length, 1202);
});

const at = new Date(2026, 10, 27, 14, 30, 5);

test('what the tests say follows the verdict, on the line and on the page, and is silent with it', () => {
  const tests = { kind: 'ended', verification: failing(), at } as const;
  assert.equal(lensTitle(sampleVerdict(), tests), '$(warning)\u00a0likely incorrect · 84% · tests fail');
  const running = lensTitle(sampleVerdict({ state: 'unchecked' }), { kind: 'running' });
  assert.equal(running, '$(circle-outline)\u00a0not checked · running its tests…');
  assert.equal(lensTitle(sampleVerdict({ state: 'dismissed' }), tests), '$(eye-closed)\u00a0dismissed');
  assert.match(
    pageOf({ ...view, text: 'It adds.' }, tests),
    /## Tests\n\ntests fail\nOf the test files that call it, these fail: tests\/test_pair\.py\./,
  );
  assert.doesNotMatch(critiquePage(view), /## Tests/);
});
