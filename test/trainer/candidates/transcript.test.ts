/** A transcript survives whatever ends its process, and is gone on with only where it is of the same sampling. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readExchanges, Transcript } from '../../../trainer/candidates/transcript.ts';
import type { Sampling } from '../../../trainer/protocol/candidates.ts';
import { loadAll } from '../../../trainer/tasks/read.ts';
import { exchangeOf } from '../../support/exchanges.ts';
import { samplingOf } from '../../support/sampling-endpoint.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const sampling = samplingOf();
const exchanges = [exchangeOf('a', 0, ['one', 'two']), exchangeOf('b', 0, ['three'])];

/** A transcript with the two exchanges, closed. */
async function written(folder: string): Promise<string> {
  const path = join(folder, 'transcript.jsonl');
  await using transcript = await Transcript.begin(path, sampling);
  await Promise.all(exchanges.map((exchange) => transcript.append(exchange)));
  return path;
}

test('what was appended, at once too, is read back in order, and answers and tokens are counted', async () => {
  await using folder = await temporaryFolder();
  const path = await written(folder.path);
  assert.deepEqual(await loadAll(readExchanges(path, sampling)), exchanges);
  await using resumed = await Transcript.resume(path, sampling);
  assert.deepEqual([resumed.answered('a'), resumed.answered('b'), resumed.answered('c')], [2, 1, 0]);
  assert.deepEqual(resumed.tokens, { prompt: 20, completion: 3, estimated: false });
});

test('going on adds to what is there', async () => {
  await using folder = await temporaryFolder();
  const path = await written(folder.path);
  const more = exchangeOf('b', 1, ['four'], { usage: { prompt: 9, completion: 9, estimated: true } });
  {
    await using resumed = await Transcript.resume(path, sampling);
    await resumed.append(more);
    assert.equal(resumed.answered('b'), 2);
    assert.deepEqual(resumed.tokens, { prompt: 29, completion: 12, estimated: true });
  }
  assert.deepEqual(await loadAll(readExchanges(path, sampling)), [...exchanges, more]);
});

for (const torn of ['{', JSON.stringify(exchangeOf('c', 0, ['x'])), `"${'x'.repeat(200_000)}`]) {
  test(`a last line of ${torn.length} bytes without its end is cut off`, async () => {
    await using folder = await temporaryFolder();
    const path = await written(folder.path);
    const whole = await readFile(path, 'utf8');
    await appendFile(path, torn);
    {
      await using resumed = await Transcript.resume(path, sampling);
      assert.equal(resumed.answered('c'), 0);
    }
    assert.equal(await readFile(path, 'utf8'), whole);
  });
}

test('a damaged line within is an error with its number, and nothing is changed', async () => {
  await using folder = await temporaryFolder();
  const path = await written(folder.path);
  await appendFile(path, '{"type":"exchange"}\n');
  const content = await readFile(path, 'utf8');
  await assert.rejects(Transcript.resume(path, sampling), {
    code: 'sample.transcript-damaged',
    message: `Line 4 of ${path} is no line of a transcript: problemId is missing.`,
  });
  assert.equal(await readFile(path, 'utf8'), content);
});

const others: readonly (readonly [string, Partial<Sampling>])[] = [
  ['its temperature is 0.5, not 0.7', { temperature: 0.7 }],
  ['its maxTokens is 64, not 65', { maxTokens: 65 }],
  ['its hash of the problems is "a hash", not "another"', { problems: 'another' }],
  ['its template is 1, not 2', { template: 2 }],
  [
    'its model is "coder", not "poet"',
    { answerer: { kind: 'endpoint', url: 'http://localhost/v1', model: 'poet' } },
  ],
  [
    'its seed is not given, not 3',
    { answerer: { kind: 'endpoint', url: 'http://localhost/v1', model: 'coder', seed: 3 } },
  ],
];

for (const [difference, changes] of others) {
  test(`a transcript of another sampling is refused: ${difference}`, async () => {
    await using folder = await temporaryFolder();
    const path = await written(folder.path);
    await assert.rejects(Transcript.resume(path, samplingOf(changes)), {
      code: 'sample.transcript-other',
      message: `The transcript ${path} is of another sampling: ${difference}.`,
    });
  });
}

test('a file that is no transcript is refused and left as it is', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'transcript.jsonl');
  for (const content of ['', '{"id":"a"}\n', 'hello\n']) {
    await writeFile(path, content);
    await assert.rejects(Transcript.resume(path, sampling), { code: 'sample.transcript-damaged' });
    assert.equal(await readFile(path, 'utf8'), content);
  }
});

test('beginning never replaces what is there, and says so where there is no such folder', async () => {
  await using folder = await temporaryFolder();
  const path = await written(folder.path);
  await assert.rejects(Transcript.begin(path, sampling), { code: 'sample.transcript-exists' });
  await assert.rejects(Transcript.begin(join(folder.path, 'none', 'x'), sampling), {
    code: 'sample.transcript-failed',
  });
  assert.equal((await loadAll(readExchanges(path, sampling))).length, 2);
});

test('a transcript without an answer leaves no file', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'transcript.jsonl');
  {
    await using transcript = await Transcript.begin(path, sampling);
    assert.equal(transcript.isEmpty, true);
    assert.equal(existsSync(path), true);
  }
  assert.equal(existsSync(path), false);
});
