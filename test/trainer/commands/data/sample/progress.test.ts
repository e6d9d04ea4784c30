/** How far a sampling is, is said now and then and not after every answer. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Transcript } from '../../../../../trainer/candidates/transcript.ts';
import { progressOf } from '../../../../../trainer/commands/data/sample/progress.ts';
import { exchangeOf } from '../../../../support/exchanges.ts';
import { problemsNamed, samplingOf } from '../../../../support/sampling-endpoint.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

test('a line every five seconds, of what is wanted now: answers beyond it do not count', async () => {
  await using folder = await temporaryFolder();
  await using transcript = await Transcript.begin(join(folder.path, 'transcript.jsonl'), samplingOf());
  const said: string[] = [];
  let now = 1_000;
  const progress = progressOf(
    transcript,
    problemsNamed('a', 'b'),
    2,
    (text) => void said.push(text),
    () => now,
  );
  await transcript.append(exchangeOf('a', 0, ['1', '2', '3']));
  now = 5_999;
  progress();
  assert.deepEqual(said, []);
  now = 6_000;
  progress();
  progress();
  assert.deepEqual(said, ['2 of 4 answers, 13 tokens']);
});
