import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure, type MeasureInput } from '../../../../trainer/run/crl/measure.ts';
import { concluded, critiquePromptOf, solved, solvePromptOf } from '../../../support/crl.ts';
import { completion, RecordingEngine } from '../../../support/recording-engine.ts';

/** The completion's first token says what is judged of it: tests passed, or 1 for `T`, 0 for `F`, 2 for neither. */
const judge: MeasureInput['judge'] = (prompt, completions) =>
  Promise.resolve(
    completions.map(({ tokens }) => {
      const [said = 0] = tokens;
      if (prompt.task === 'solve') return solved(said);
      return concluded([false, true, null][said] ?? null, prompt.pair.correct);
    }),
  );

/** Answers each prompt with its mark. */
const echoing = () => new RecordingEngine(({ prompt }) => [completion([...prompt])]);

function inputOf(engine: RecordingEngine, changes: Partial<MeasureInput> = {}): MeasureInput {
  return { engine, judge, prompts: [], temperature: 0.6, maxTokens: 9, seed: 5, ...changes };
}

test('pass@1 is the share of problems whose program passed every test', async () => {
  const prompts = [
    solvePromptOf('a', 2),
    solvePromptOf('b', 1),
    solvePromptOf('c', 2),
    solvePromptOf('d', 0),
  ];
  const { pass1, solved: rows } = await measure(inputOf(echoing(), { prompts }));
  assert.equal(pass1, 0.5);
  assert.deepEqual(rows, [
    { id: 'a', passed: true },
    { id: 'b', passed: false },
    { id: 'c', passed: true },
    { id: 'd', passed: false },
  ]);
});

test('verdicts are kept with their labels and counted; none at all is a mistake', async () => {
  const prompts = [
    critiquePromptOf('a', true, 1),
    critiquePromptOf('b', true, 2),
    critiquePromptOf('c', false, 0),
    critiquePromptOf('d', false, 0),
  ];
  const { judged, critique, pass1 } = await measure(inputOf(echoing(), { prompts }));
  assert.deepEqual(judged, [
    { id: 'a', correct: true, verdict: true },
    { id: 'b', correct: true, verdict: null },
    { id: 'c', correct: false, verdict: false },
    { id: 'd', correct: false, verdict: false },
  ]);
  assert.deepEqual([critique.tpr, critique.tnr, critique.balancedAccuracy], [0.5, 1, 0.75]);
  assert.equal(pass1, null, 'there were no problems');
});

test('every prompt is sampled once, without top-k and top-p, each with a seed of its own', async () => {
  const engine = echoing();
  const prompts = [solvePromptOf('a', 2), critiquePromptOf('b', true, 1)];
  await measure(inputOf(engine, { prompts }));
  const requests = engine.of('sample')[0]?.requests ?? [];
  assert.deepEqual(
    requests.map(({ count, params }) => ({ count, params })),
    [1, 2].map(() => ({
      count: 1,
      params: { temperature: 0.6, topP: 1, topK: 0, maxTokens: 9, stop: [] },
    })),
  );
  assert.notEqual(requests[0]?.seed, requests[1]?.seed);
  const again = echoing();
  await measure(inputOf(again, { prompts }));
  assert.deepEqual(again.of('sample')[0]?.requests, requests);
});

test('a cancelled measurement rejects with the signal’s reason', async () => {
  const reason = new Error('stop');
  const input = inputOf(echoing(), { prompts: [solvePromptOf('a')], signal: AbortSignal.abort(reason) });
  await assert.rejects(measure(input), (error) => error === reason);
});
