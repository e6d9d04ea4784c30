/** Verdicts that were called wrong, as pairs to learn from. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { feedbackFile, feedbackPair, keepFeedback } from '../../../extension/critic/feedback.ts';
import { loadAll, readPairs } from '../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const subject = (hash: string) => ({
  question: 'Adds.\n\ndef total(numbers):',
  solution: 'def total(numbers):\n    return sum(numbers)',
  language: 'python' as const,
  hash: hash.repeat(64),
});

test('what is kept is read by training as any other file of pairs', async () => {
  await using folder = await temporaryFolder();
  const file = feedbackFile(join(folder.path, 'new'));
  await keepFeedback(file, feedbackPair(subject('a'), true));
  await keepFeedback(file, feedbackPair(subject('b'), false));
  const pairs = await loadAll(readPairs(file));
  assert.deepEqual(
    pairs.map(({ id, correct, source }) => [id, correct, source]),
    [
      [`feedback-${'a'.repeat(16)}`, true, 'feedback'],
      [`feedback-${'b'.repeat(16)}`, false, 'feedback'],
    ],
  );
});

test('a change of mind replaces the label, so that an id stands once', async () => {
  await using folder = await temporaryFolder();
  const file = feedbackFile(folder.path);
  await keepFeedback(file, feedbackPair(subject('a'), true));
  await keepFeedback(file, feedbackPair(subject('b'), true));
  await keepFeedback(file, feedbackPair(subject('a'), false));
  const pairs = await loadAll(readPairs(file));
  assert.deepEqual(
    pairs.map(({ correct }) => correct),
    [true, false],
  );
});

test('lines that somebody else wrote are left as they are', async () => {
  await using folder = await temporaryFolder();
  const file = feedbackFile(folder.path);
  await writeFile(file, '# mine\n');
  await keepFeedback(file, feedbackPair(subject('a'), true));
  await keepFeedback(file, feedbackPair(subject('a'), false));
  assert.match(await readFile(file, 'utf8'), /^# mine\n\{.*"correct":false.*\}\n$/);
});

test('a file whose last line has no end keeps both labels', async () => {
  await using folder = await temporaryFolder();
  const file = feedbackFile(folder.path);
  await keepFeedback(file, feedbackPair(subject('a'), true));
  await writeFile(file, (await readFile(file, 'utf8')).trimEnd());
  await keepFeedback(file, feedbackPair(subject('b'), false));
  const pairs = await loadAll(readPairs(file));
  assert.deepEqual(
    pairs.map(({ correct }) => correct),
    [true, false],
  );
});

test('a place that cannot be written to is a named error', async () => {
  await using folder = await temporaryFolder();
  const file = feedbackFile(folder.path);
  await mkdir(file);
  await assert.rejects(keepFeedback(file, feedbackPair(subject('a'), true)), {
    code: 'critique.feedback-not-kept',
  });
});
