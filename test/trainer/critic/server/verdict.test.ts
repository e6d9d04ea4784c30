/** What is shown of a function, and in which words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeptFunction } from '../../../../trainer/critic/server/functions.ts';
import { nextOf } from '../../../../trainer/critic/server/order.ts';
import { englishDiagnostic, englishTitle } from '../../../../trainer/critic/server/titles.ts';
import { verdictOf, type Knowledge } from '../../../../trainer/critic/server/verdict.ts';
import type { Opinion } from '../../../../trainer/protocol/critic-server.ts';

const kept: KeptFunction = {
  id: 'total',
  name: 'total',
  line: 3,
  endLine: 5,
  subject: { question: 'Add.', solution: 'def total(): pass', language: 'python' },
  hash: 'a'.repeat(64),
  ignored: false,
};
const nothing: Knowledge = { critic: true, known: undefined, earlier: undefined, waiting: false };
const correct: Opinion = { state: 'correct', confidence: 0.914 };
const incorrect: Opinion = { state: 'incorrect', confidence: 0.835 };

const titleOf = (
  about: Partial<Knowledge>,
  changes: Partial<KeptFunction> = {},
  dismissed: string[] = [],
): string => englishTitle(verdictOf({ ...kept, ...changes }, { ...nothing, ...about }, { dismissed }));

test('a lens has one of nine titles', () => {
  assert.equal(titleOf({}), '$(circle-outline) not checked');
  assert.equal(titleOf({ critic: false }), '$(plug) no critic');
  assert.equal(titleOf({ waiting: true }), '$(sync) checking…');
  assert.equal(titleOf({ known: correct }), '$(pass) likely correct · 91%');
  assert.equal(titleOf({ known: incorrect }), '$(warning) likely incorrect · 84%');
  assert.equal(titleOf({ known: { state: 'unsure', confidence: 0.6 } }), '$(question) unsure');
  assert.equal(titleOf({ known: { state: 'tooLong', confidence: null } }), '$(circle-slash) too long');
  assert.equal(titleOf({ earlier: correct }), '$(history) changed since check');
  assert.equal(titleOf({ known: correct }, {}, [kept.hash]), '$(eye-closed) dismissed');
  assert.equal(titleOf({}, { ignored: true }), '$(eye-closed) dismissed');
});

test('a function that nobody has described is unsure, whoever would judge it', () => {
  const verdict = verdictOf({ ...kept, subject: null }, { ...nothing, critic: false }, { dismissed: [] });
  assert.deepEqual([verdict.state, verdict.reason], ['unsure', 'undocumented']);
});

test('the earlier verdict stays with a function until it is judged anew', () => {
  const changed = verdictOf(kept, { ...nothing, earlier: incorrect }, { dismissed: [] });
  assert.deepEqual([changed.state, changed.confidence, changed.earlier], ['changed', null, incorrect]);
  const checking = verdictOf(kept, { ...nothing, earlier: incorrect, waiting: true }, { dismissed: [] });
  assert.deepEqual([checking.state, checking.earlier], ['checking', incorrect]);
  const judged = verdictOf(kept, { ...nothing, earlier: incorrect, known: correct }, { dismissed: [] });
  assert.deepEqual([judged.state, judged.earlier], ['correct', null]);
});

test('a diagnostic says that it is an opinion', () => {
  const verdict = verdictOf(kept, { ...nothing, known: incorrect }, { dismissed: [] });
  assert.equal(
    englishDiagnostic(verdict),
    "total is likely incorrect (84%). A model's opinion, not a proof.",
  );
});

test('the order is: asked for, in sight, of the same file, of others', () => {
  const item = (uri: string, line: number, demanded = false) => ({ uri, line, endLine: line + 3, demanded });
  const waiting = [
    item('c', 0),
    item('a', 0),
    item('b', 10),
    item('a', 98),
    item('c', 50, true),
    item('b', 0),
  ];
  const visible = {
    documents: [
      { uri: 'a', ranges: [{ first: 100, last: 120 }] },
      { uri: 'b', ranges: [{ first: 0, last: 5 }] },
    ],
  };
  const order: string[] = [];
  for (let left = waiting; left.length > 0;) {
    const next = nextOf(left, visible) ?? assert.fail();
    order.push(`${next.uri}${next.line}`);
    left = left.filter((each) => each !== next);
  }
  assert.deepEqual(order, ['c50', 'a98', 'b0', 'a0', 'b10', 'c0']);
  assert.equal(nextOf([], visible), undefined);
});
