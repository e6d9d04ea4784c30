/** Using an exported critic. */
import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Critic, wordsFor } from '../../../trainer/critic/critic.ts';
import { scoreSubjects } from '../../../trainer/critic/score.ts';
import { judge } from '../../../trainer/critique/calibration.ts';
import { critiquePrompt, templateVersion, type CritiqueSubject } from '../../../trainer/critique/prompts.ts';
import { LocalEngine } from '../../../trainer/engine/local/engine.ts';
import { Tokenizer } from '../../../trainer/model/tokenizer.ts';
import type { CriticRecord } from '../../../trainer/protocol/critic.ts';
import { baseModelDirectory } from '../../../trainer/starter/base/directory.ts';
import { openWorkshop } from '../../support/critic.ts';

const patience = { timeout: 120_000 };

/** What the engine says of the same weights. */
async function logitsByEngine(model: string, subjects: readonly CritiqueSubject[], limits: CriticRecord) {
  await using engine = await LocalEngine.open({ model, threads: 1, microBatchTokens: 2048 });
  const scored = await scoreSubjects(engine, await Tokenizer.open(model), subjects, limits);
  return scored.map(({ logit }) => logit);
}

const greedy = { count: 1, temperature: 0 };

for (const { about, model, critiques } of [
  { about: 'that never concludes', model: undefined, critiques: greedy },
  { about: 'that writes its critique and concludes', model: baseModelDirectory, critiques: greedy },
  {
    about: 'that writes four critiques',
    model: baseModelDirectory,
    critiques: { count: 4, temperature: 0.8 },
  },
]) {
  test(`the opinions of an exported critic ${about} are those of the engine`, patience, async () => {
    await using workshop = await openWorkshop();
    const input = { ...workshop.input, critiques, ...(model !== undefined && { model }) };
    const record = await workshop.make(input);
    await using critic = await Critic.open(input.directory, 1);
    const subjects = workshop.pairs.slice(0, 6);
    const expected = await logitsByEngine(input.model, subjects, record);
    for (const [index, subject] of subjects.entries()) {
      const { logit } = (await critic.opinion(subject)) ?? assert.fail();
      assert.ok(Math.abs(logit - (expected[index] ?? NaN)) < 1e-3, `${logit} and ${expected[index]}`);
    }
    assert.ok(Math.max(...expected) - Math.min(...expected) > 1e-3, `${expected.join(', ')} do not differ`);
  });
}

test('the starter’s critic writes the program as it should be before it concludes', patience, async () => {
  await using workshop = await openWorkshop();
  await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 160 });
  await using critic = await Critic.open(workshop.input.directory, 1);
  const [subject = assert.fail()] = workshop.pairs;
  const [{ critique } = assert.fail()] = (await critic.opinion(subject))?.written ?? [];
  assert.match(critique, /^```python\ndef [^]*\n```$/);
});

test(
  'several critiques are the same again, and the first one is shown while it is written',
  patience,
  async () => {
    await using workshop = await openWorkshop();
    const critiques = { count: 4, temperature: 1 };
    await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 160, critiques });
    await using critic = await Critic.open(workshop.input.directory, 1);
    for (const subject of workshop.pairs.slice(0, 4)) {
      const seen: string[] = [];
      const opinion = await critic.opinion(subject, undefined, (written) => seen.push(written));
      assert.deepEqual(await critic.opinion(subject), opinion, 'the same again');
      assert.ok(seen.length > 3);
      seen.reduce((before, written) => (assert.ok(written.startsWith(before)), written));
    }
  },
);

test('a verdict is the logit, calibrated as the record says', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  await using critic = await Critic.open(workshop.input.directory, 1);
  for (const subject of workshop.pairs.slice(0, 4)) {
    const opinion = (await critic.opinion(subject)) ?? assert.fail();
    const judged = judge(opinion.logit, critic.record.calibration);
    assert.deepEqual(await critic.judge(subject), { ...judged, ...wordsFor(judged.verdict, opinion) });
  }
});

test('a question that is too long has no verdict', async () => {
  await using workshop = await openWorkshop();
  const [subject = assert.fail()] = workshop.pairs;
  const tokenizer = await Tokenizer.open(workshop.input.model);
  const { length } = tokenizer.encodePrompt(critiquePrompt(subject));
  await workshop.make();
  const file = join(workshop.input.directory, 'critic.json');
  const record = JSON.parse(await readFile(file, 'utf8')) as object;
  for (const [maxPromptTokens, isJudged] of [
    [length, true],
    [length - 1, false],
  ] as const) {
    await writeFile(file, JSON.stringify({ ...record, maxPromptTokens }));
    await using critic = await Critic.open(workshop.input.directory, 1);
    assert.equal((await critic.opinion(subject)) !== undefined, isJudged);
    assert.equal((await critic.judge(subject)) !== undefined, isJudged);
  }
});

test('a critic is asked in the chat template that it was trained in, thinking if it was', async () => {
  await using workshop = await openWorkshop();
  const { model, directory } = workshop.input;
  const template = '{{ messages[0].content }}{% if enable_thinking %} 1 2 3{% endif %}';
  await writeFile(join(model, 'chat_template.jinja'), template);
  const [subject = assert.fail()] = workshop.pairs;
  const [quick, thinking] = await Promise.all(
    [false, true].map(async (on) => {
      const tokenizer = await Tokenizer.open(model, { thinking: on });
      return tokenizer.encodePrompt(critiquePrompt(subject)).length;
    }),
  );
  assert.ok(quick !== undefined && thinking !== undefined && quick < thinking);
  for (const [on, length] of [
    [false, quick],
    [true, thinking],
  ] as const) {
    const record = await workshop.make({ chat: { thinking: on } });
    assert.deepEqual(record.chat, { thinking: on });
    assert.equal(await readFile(join(directory, 'chat_template.jinja'), 'utf8'), template);
    for (const [maxPromptTokens, isJudged] of [
      [length, true],
      [length - 1, false],
    ] as const) {
      await writeFile(join(directory, 'critic.json'), JSON.stringify({ ...record, maxPromptTokens }));
      await using critic = await Critic.open(directory, 1);
      assert.equal((await critic.opinion(subject)) !== undefined, isJudged);
    }
  }
});

test('a critic without a word on thinking was trained without', async () => {
  await using workshop = await openWorkshop();
  const earlier = { ...(await workshop.make()), chat: undefined };
  await writeFile(join(workshop.input.directory, 'critic.json'), JSON.stringify(earlier));
  await using critic = await Critic.open(workshop.input.directory, 1);
  assert.deepEqual(critic.record.chat, { thinking: false });
});

/** A critic that accepts prompts as long as its network allows, and subjects whose prompts leave `room` tokens of it. */
async function openLongest() {
  await using opened = new AsyncDisposableStack();
  const workshop = opened.use(await openWorkshop());
  const { maxPromptTokens } = await workshop.make({ maxPromptTokens: 5000 });
  const critic = opened.use(await Critic.open(workshop.input.directory, 1));
  const tokenizer = await Tokenizer.open(workshop.input.model);
  const lengthOf = (subject: CritiqueSubject) => tokenizer.encodePrompt(critiquePrompt(subject)).length;
  // Every digit is a token.
  const subjectOf = (digits: number) => ({ question: '1'.repeat(digits), solution: 'pass' });
  const leaving = (room: number) => subjectOf(maxPromptTokens - room - lengthOf(subjectOf(1)) + 1);
  assert.equal(lengthOf(leaving(0)), maxPromptTokens);
  const resources = opened.move();
  return { critic, leaving, [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose]() };
}

test('the longest question that is accepted can be judged', patience, async () => {
  await using opened = await openLongest();
  const { critic, leaving } = opened;
  const { logit } = (await critic.opinion(leaving(0))) ?? assert.fail();
  assert.ok(Number.isFinite(logit));
  assert.equal(await critic.opinion(leaving(-1)), undefined);
});

test('a judgement ends when it is cancelled', patience, async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  await using critic = await Critic.open(workshop.input.directory, 1);
  const [subject = assert.fail()] = workshop.pairs;
  const controller = new AbortController();
  const reason = new Error('the user looked elsewhere');
  const judging = critic.opinion(subject, controller.signal);
  controller.abort(reason);
  await assert.rejects(judging, (error) => error === reason);
});

test('a critic of another prompt or with an earlier network, and a record that is damaged or missing, are named errors', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  const { directory } = workshop.input;
  const file = join(directory, 'critic.json');
  const record = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const cases = [
    { text: JSON.stringify({ ...record, template: templateVersion + 1 }), code: 'critic.template-mismatch' },
    { text: JSON.stringify({ ...record, network: undefined }), code: 'critic.network-mismatch' },
    { text: JSON.stringify({ ...record, calibration: undefined }), code: 'critic.bad-folder' },
    { text: JSON.stringify(record).slice(0, -9), code: 'critic.bad-folder' },
    { text: '', code: 'critic.bad-folder' },
  ];
  for (const { text, code } of cases) {
    await writeFile(file, text);
    await assert.rejects(Critic.open(directory, 1), { code, message: new RegExp(directory) });
  }
  await rm(file);
  await assert.rejects(Critic.open(directory, 1), { code: 'critic.bad-folder', message: /critic\.json/ });
});

test('a network whose weights are cut off, or whose tokenizer is missing, is a named error', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  const { directory } = workshop.input;
  await truncate(join(directory, 'model.onnx.data'), 1000);
  await assert.rejects(Critic.open(directory, 1), { code: 'engine.runtime-failed', message: /model\.onnx/ });
  await workshop.make();
  await rm(join(directory, 'tokenizer.json'));
  await assert.rejects(Critic.open(directory, 1), {
    code: 'model.unreadable-file',
    message: /tokenizer\.json/,
  });
});
