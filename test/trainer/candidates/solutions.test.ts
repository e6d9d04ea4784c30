/** Answers become solutions by the extraction of training; what holds no program is counted. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gatherSolutions } from '../../../trainer/candidates/solutions.ts';
import { Transcript } from '../../../trainer/candidates/transcript.ts';
import type { Exchange, Sampling } from '../../../trainer/protocol/candidates.ts';
import { exchangeOf } from '../../support/exchanges.ts';
import { problemsNamed, samplingOf } from '../../support/sampling-endpoint.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function gathered(
  exchanges: readonly Exchange[],
  perProblem: number,
  sampling = samplingOf(),
  keepsEmpty = false,
) {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'transcript.jsonl');
  await using transcript = await Transcript.begin(path, sampling);
  for (const exchange of exchanges) await transcript.append(exchange);
  return await gatherSolutions(path, sampling, problemsNamed('a', 'b'), perProblem, keepsEmpty);
}

test('rows stand in the order of the problems and of their answers, whenever these came', async () => {
  const { rows } = await gathered(
    [exchangeOf('b', 0, ['3']), exchangeOf('a', 1, ['2'], { seed: 5 }), exchangeOf('a', 0, ['1'])],
    2,
  );
  const provenance = { kind: 'endpoint', model: 'coder', temperature: 0.5 };
  assert.deepEqual(rows, [
    { id: 'a#coder#1', problemId: 'a', solution: '1', provenance },
    { id: 'a#coder#2', problemId: 'a', solution: '2', provenance: { ...provenance, seed: 5 } },
    { id: 'b#coder#1', problemId: 'b', solution: '3', provenance },
  ]);
});

test('no more of a problem than are asked for now, even if there are more', async () => {
  const { rows, tally } = await gathered([exchangeOf('a', 0, ['1', '2', '3'])], 2);
  assert.deepEqual(
    rows.map(({ solution }) => solution),
    ['1', '2'],
  );
  assert.equal(tally.answers, 2);
});

test('an answer that two processes have asked for counts once, and the first is taken', async () => {
  const { rows, tally } = await gathered([exchangeOf('a', 0, ['1', '2']), exchangeOf('a', 1, ['3', '4'])], 4);
  assert.deepEqual(
    rows.map(({ id, solution }) => [id, solution]),
    [
      ['a#coder#1', '1'],
      ['a#coder#2', '2'],
      ['a#coder#3', '4'],
    ],
  );
  assert.equal(tally.answers, 3);
});

test('empty answers, answers without code and cut ones are counted; the last still give their program', async () => {
  const fenced = (tag: string, code: string): string => `\`\`\`${tag}\n${code}\n\`\`\``;
  const { rows, tally } = await gathered(
    [
      exchangeOf('a', 0, [' \n', '<think>so long', fenced('rust', 'fn f() {}'), fenced('python', 'f = 1')]),
      exchangeOf('b', 0, [], { answers: [{ text: '```python\nf = 2', finish: 'length' }] }),
    ],
    4,
  );
  assert.deepEqual(
    rows.map(({ id, solution }) => [id, solution]),
    [
      ['a#coder#4', 'f = 1'],
      ['b#coder#1', 'f = 2'],
    ],
  );
  assert.deepEqual(tally, { answers: 5, solutions: 2, empty: 2, withoutCode: 1, truncated: 1 });
});

test('where solutions are counted, an answer without a program is one with nothing in it', async () => {
  const { rows, tally } = await gathered([exchangeOf('a', 0, ['f = 1', ' '])], 2, samplingOf(), true);
  assert.deepEqual(
    rows.map(({ id, solution }) => [id, solution]),
    [
      ['a#coder#1', 'f = 1'],
      ['a#coder#2', ''],
    ],
  );
  assert.deepEqual([tally.answers, tally.solutions], [2, 1]);
});

test('a solution of a policy carries the seed of the command, and the step of a run', async () => {
  const policy = { kind: 'policy', model: 'run', folder: 'runs/run', seed: 4 } as const;
  const provenanceFor = async (answerer: Sampling['answerer']) =>
    (await gathered([exchangeOf('a', 0, ['1'], { seed: 99 })], 1, samplingOf({ answerer }))).rows[0]
      ?.provenance;
  const provenance = { kind: 'policy', model: 'run', temperature: 0.5, seed: 4 };
  assert.deepEqual(await provenanceFor(policy), provenance);
  assert.deepEqual(await provenanceFor({ ...policy, step: 0 }), { ...provenance, step: 0 });
});
