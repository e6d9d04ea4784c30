import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logicFindings, type LogicAnswer } from '../../../../trainer/evaluation/logic/findings.ts';
import { answerKindOf } from '../../../../trainer/evaluation/logic/answers.ts';
import { logicReport } from '../../../../trainer/evaluation/logic/report.ts';
import { reportText } from '../../../../trainer/evaluation/report.ts';
import { logicEvaluationSchema } from '../../../../trainer/protocol/evaluation.ts';
import { assertClose } from '../../../support/close.ts';

function answered(id: string, target: string, text: string, truncated = false): LogicAnswer {
  const [task = ''] = id.split('/');
  const question = 'Which?\nOptions:\n(A) x\n(B) y\n(C) z';
  return {
    question: { id, task, question, target, answer: answerKindOf(question, target) },
    text,
    truncated,
  };
}

/** Three of four right in the first task, none of two in the second. */
const findings = logicFindings([
  answered('truth/0', 'True', 'The answer is True.'),
  answered('truth/1', 'True', 'The answer is true'),
  answered('truth/2', 'False', 'The answer is False.'),
  answered('truth/3', 'True', 'The answer is', true),
  answered('order/0', '(A)', 'The answer is (B).'),
  answered('order/1', '(C)', 'The answer is (B).'),
]);

test('a task has its share of right answers, chance, and the share of its commonest target', () => {
  const [truth, order] = findings.tasks;
  assert.deepEqual(
    [truth, order].map((task) => [
      task?.n,
      task?.accuracy,
      task?.chance,
      task?.commonest,
      task?.unanswered,
      task?.truncated,
    ]),
    [
      [4, 0.75, 0.5, 0.75, 1, 1],
      [2, 0, 1 / 3, 0.5, 0, 0],
    ],
  );
  // Wilson's interval of none in two.
  assert.equal(order?.interval?.low, 0);
  assertClose(order?.interval?.high ?? NaN, 0.6576, 1e-4);
});

test('of the whole, every task counts alike', () => {
  assertClose(findings.accuracy, 0.375, 1e-12);
  assertClose(findings.chance, (1 / 2 + 1 / 3) / 2, 1e-12);
  assert.ok(findings.interval !== null && findings.interval.low < 0.375 && findings.interval.high > 0.375);
});

test('a row keeps what was read and expected, and nothing of the question', () => {
  assert.deepEqual(findings.rows[4], {
    id: 'order/0',
    task: 'order',
    right: false,
    answer: 'B',
    expected: 'A',
    truncated: false,
  });
  assert.equal(findings.rows[3]?.answer, null);
});

test('the report tells each task beside chance, and the whole below', () => {
  const result = {
    protocol: 1,
    createdAt: '2026-01-02T03:04:05.000Z',
    subject: 'starter',
    set: { files: ['a.json'], sha256: 'f'.repeat(64), rows: 9 },
    kind: 'logic' as const,
    temperature: 0,
    maxTokens: 64,
    tooLong: 3,
    ...findings,
  };
  assert.deepEqual(logicEvaluationSchema.parse(JSON.parse(JSON.stringify(result))), result);
  const text = reportText(logicReport(result));
  assert.match(text, /^6 questions, .* in at most 64 tokens; 3 more fill the context/);
  assert.match(text, /^truth +4 +75\.0 % .* 50\.0 % +75\.0 % +1 +1$/m);
  assert.match(text, /^All tasks +6 +37\.5 %/m);
});
