/** Using an exported critic. */
import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Critic } from '../../../trainer/critic/critic.ts';
import { verdictTokens } from '../../../trainer/critic/verdict-tokens.ts';
import { judge } from '../../../trainer/critique/calibration.ts';
import { critiquePrompt, templateVersion, type CritiqueSubject } from '../../../trainer/critique/prompts.ts';
import { LocalEngine } from '../../../trainer/engine/local/engine.ts';
import { Tokenizer } from '../../../trainer/model/tokenizer.ts';
import { openWorkshop } from '../../support/critic.ts';

const patience = { timeout: 120_000 };

/** log P(T) − log P(F) where the conclusion is written, computed by the engine that trains. */
async function logitsByEngine(model: string, subjects: readonly CritiqueSubject[]): Promise<number[]> {
  const tokenizer = await Tokenizer.open(model);
  const { prefix, correct, incorrect } = verdictTokens(tokenizer);
  await using engine = await LocalEngine.open({ model, threads: 1, microBatchTokens: 2048 });
  const { logprobs } = await engine.forward(
    subjects.map((subject) => ({
      prompt: Int32Array.of(...tokenizer.encodePrompt(critiquePrompt(subject)), ...prefix),
      completions: [correct, incorrect].map((token) => ({
        tokens: Int32Array.of(token),
        weights: Float32Array.of(1),
      })),
    })),
    1,
  );
  return subjects.map((_, index) => {
    const [yes, no] = [logprobs[2 * index]?.[0], logprobs[2 * index + 1]?.[0]];
    return (yes ?? NaN) - (no ?? NaN);
  });
}

test('the exported critic’s logit is that of the engine that trained it', patience, async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  await using critic = await Critic.open(workshop.input.directory, 1);
  const subjects = workshop.pairs.slice(0, 6);
  const expected = await logitsByEngine(workshop.input.model, subjects);
  for (const [index, subject] of subjects.entries()) {
    const logit = (await critic.logit(subject)) ?? NaN;
    assert.ok(Math.abs(logit - (expected[index] ?? NaN)) < 1e-4, `${logit} and ${expected[index]}`);
  }
  assert.ok(Math.max(...expected) - Math.min(...expected) > 1e-3, `${expected.join(', ')} do not differ`);
});

test('a verdict is the logit, calibrated as the record says', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  await using critic = await Critic.open(workshop.input.directory, 1);
  for (const subject of workshop.pairs.slice(0, 4)) {
    const logit = (await critic.logit(subject)) ?? NaN;
    assert.deepEqual(await critic.judge(subject), judge(logit, critic.record.calibration));
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
    assert.equal((await critic.logit(subject)) !== undefined, isJudged);
    assert.equal((await critic.judge(subject)) !== undefined, isJudged);
  }
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

test('the longest question that is accepted can be judged and explained', patience, async () => {
  await using opened = await openLongest();
  const { critic, leaving } = opened;
  assert.ok(Number.isFinite(await critic.logit(leaving(0))));
  assert.equal(await critic.logit(leaving(-1)), undefined);
  const pieces: string[] = [];
  for await (const piece of critic.explain(leaving(0), true)) pieces.push(piece);
  assert.deepEqual(pieces, ['because'], 'there is no room for more');
});

test(
  'an explanation that is not the critic’s own begins with because, and ends when it is cancelled',
  patience,
  async () => {
    await using opened = await openLongest();
    const { critic, leaving } = opened;
    const controller = new AbortController();
    const reason = new Error('the user looked elsewhere');
    const pieces: string[] = [];
    const readSome = async () => {
      for await (const piece of critic.explain(leaving(30), false, controller.signal)) {
        pieces.push(piece);
        controller.abort(reason);
      }
    };
    await assert.rejects(readSome, (error) => error === reason);
    assert.deepEqual(pieces, ['because']);
    const before = critic.explain(leaving(30), true, AbortSignal.abort(reason));
    await assert.rejects(before.next(), (error) => error === reason);
  },
);

test('a critic of another prompt, and a record that is damaged or missing, are named errors', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  const { directory } = workshop.input;
  const file = join(directory, 'critic.json');
  const record = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const cases = [
    { text: JSON.stringify({ ...record, template: templateVersion + 1 }), code: 'critic.template-mismatch' },
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
