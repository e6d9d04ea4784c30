/** Critics that judge without words, and write them when asked. */
import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Critic, wordsFor, wordsOf } from '../../../trainer/critic/critic.ts';
import { Opinions, type Explanation } from '../../../trainer/critic/opinions.ts';
import { scoreSubjects } from '../../../trainer/critic/score.ts';
import { critiquePrompt } from '../../../trainer/critique/prompts.ts';
import { LocalEngine } from '../../../trainer/engine/local/engine.ts';
import { Tokenizer } from '../../../trainer/model/tokenizer.ts';
import type { CriticRecord } from '../../../trainer/protocol/critic.ts';
import { baseModelDirectory } from '../../../trainer/starter/base/directory.ts';
import { openWorkshop } from '../../support/critic.ts';

const patience = { timeout: 120_000 };
const silent = { count: 0, temperature: 0 };

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
let directory: string;
let record: CriticRecord;
before(async () => {
  workshop = await openWorkshop();
  directory = workshop.input.directory;
  record = await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 160, critiques: silent });
});
after(() => workshop[Symbol.asyncDispose]());

test(
  'the verdicts are those of the engine with nothing but the conclusion behind the prompt',
  patience,
  async () => {
    await using engine = await LocalEngine.open({
      model: baseModelDirectory,
      threads: 1,
      microBatchTokens: 2048,
    });
    const subjects = workshop.pairs.slice(0, 6);
    const tokenizer = await Tokenizer.open(baseModelDirectory);
    const expected = await scoreSubjects(engine, tokenizer, subjects, record);
    await using critic = await Critic.open(directory, 1);
    assert.equal(critic.isSilent, true);
    for (const [index, subject] of subjects.entries()) {
      const { logit, written } = (await critic.opinion(subject)) ?? assert.fail();
      assert.ok(Math.abs(logit - (expected[index]?.logit ?? NaN)) < 1e-3, `${logit}`);
      assert.deepEqual(written, []);
    }
  },
);

test('a verdict is one reading of the prompt and the conclusion’s beginning', patience, async () => {
  const [subject = assert.fail()] = workshop.pairs;
  const tokenizer = await Tokenizer.open(directory);
  const prompt = tokenizer.encodePrompt(critiquePrompt(subject)).length;
  const conclusion = tokenizer.encode('\\conclusion{').length;
  await using opinions = await Opinions.open(directory, record, 1);
  const seen: string[] = [];
  await opinions.opinion(subject, undefined, (written) => seen.push(written));
  assert.deepEqual([opinions.tokensRead, seen], [prompt + conclusion, []]);
  await opinions.explain(subject);
  assert.equal(opinions.tokensRead, prompt + conclusion + 2, 'of the prompt only its end is read again');
});

test('its words are those of a critic that writes before it judges', patience, async () => {
  const wordy = join(workshop.folder, 'wordy');
  await cp(directory, wordy, { recursive: true });
  const file = join(wordy, 'critic.json');
  const changed = {
    ...(JSON.parse(await readFile(file, 'utf8')) as object),
    critiques: { count: 1, temperature: 0 },
  };
  await writeFile(file, JSON.stringify(changed));
  await using critic = await Critic.open(directory, 1);
  await using writer = await Critic.open(wordy, 1);
  for (const subject of workshop.pairs.slice(0, 3)) {
    const seen: string[] = [];
    const explained = (await critic.explain(subject, undefined, (text) => seen.push(text))) ?? assert.fail();
    const { written, logit } = (await writer.opinion(subject)) ?? assert.fail();
    assert.deepEqual([explained], written);
    assert.equal(explained.concludesCorrect, logit >= 0);
    assert.ok(seen.length > 3, 'they are shown while they are written');
  }
});

test(
  'words can be cancelled, and a question that is too long has neither verdict nor words',
  patience,
  async () => {
    await using critic = await Critic.open(directory, 1);
    const [subject = assert.fail()] = workshop.pairs;
    const reason = new Error('closed');
    const cancelled = AbortSignal.abort(reason);
    await assert.rejects(critic.explain(subject, cancelled), (error) => error === reason);
    await assert.rejects(critic.opinion(subject, cancelled), (error) => error === reason);
    const long = { ...subject, question: '1'.repeat(2000) };
    assert.equal(await critic.opinion(long), undefined);
    assert.equal(await critic.explain(long), undefined);
  },
);

test('words conclude otherwise when they contradict a verdict; an unsure one cannot be contradicted', () => {
  const words = (concludesCorrect: boolean) => ({ critique: 'It adds.', concludesCorrect });
  const contrary = { critique: 'It adds.', concludesOtherwise: true };
  assert.deepEqual(wordsOf('correct', words(true)), { critique: 'It adds.' });
  assert.deepEqual(wordsOf('correct', words(false)), contrary);
  assert.deepEqual(wordsOf('incorrect', words(true)), contrary);
  assert.deepEqual(wordsOf('incorrect', words(false)), { critique: 'It adds.' });
  assert.deepEqual(wordsOf('unsure', words(true)), { critique: 'It adds.' });
});

test('of several critiques the first is shown that concludes as the verdict does, though the threshold is not 0', () => {
  const [wrong, right] = [false, true].map((concludesCorrect) => ({
    critique: `says ${concludesCorrect}`,
    concludesCorrect,
  })) as [Explanation, Explanation];
  // Below 0 the critic itself leans to incorrect; a threshold of −1.2 makes it likely correct.
  const opinion = { logit: -0.5, written: [wrong, right, right] };
  assert.deepEqual(wordsFor('correct', opinion), { critique: 'says true' });
  assert.deepEqual(wordsFor('unsure', opinion), { critique: 'says false' });
  const agreed = { logit: -0.5, written: [wrong, wrong] };
  assert.deepEqual(wordsFor('correct', agreed), { critique: 'says false', concludesOtherwise: true });
  assert.deepEqual(wordsFor('correct', { logit: 2, written: [] }), { critique: '' });
});
