/** Making a critic folder. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { criticRecordSchema } from '../../../trainer/protocol/critic.ts';
import { openWorkshop } from '../../support/critic.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Every file of a folder with its bytes in hexadecimal. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, sha256(await readFile(join(folder, name)))])),
  ) as Record<string, string>;
}

test('a critic is a folder with a network, its weights, a tokenizer and a record', async () => {
  await using workshop = await openWorkshop();
  const record = await workshop.make({
    training: { run: 'a-run', step: 7, configSha256: 'ab'.repeat(32) },
  });
  const { directory } = workshop.input;
  assert.deepEqual((await readdir(directory)).toSorted(), [
    'config.json',
    'critic.json',
    'model.onnx',
    'model.onnx.data',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
  const written: unknown = JSON.parse(await readFile(join(directory, 'critic.json'), 'utf8'));
  assert.deepEqual(criticRecordSchema.parse(written), record);
  assert.deepEqual(record.training, { run: 'a-run', step: 7, configSha256: 'ab'.repeat(32) });
  assert.equal(record.maxPromptTokens, 320);
  assert.deepEqual([record.calibration.validation.n, record.heldOut?.n], [16, 8]);
});

test('the record names every other file with its size and hash, and the weights that training began with', async () => {
  await using workshop = await openWorkshop();
  const { files, base } = await workshop.make();
  const { directory, base: from } = workshop.input;
  const names = (await readdir(directory)).filter((name) => name !== 'critic.json');
  assert.deepEqual(Object.keys(files).toSorted(), names.toSorted());
  for (const name of names) {
    const bytes = await readFile(join(directory, name));
    assert.deepEqual(files[name], { bytes: bytes.length, sha256: sha256(bytes) }, name);
  }
  assert.deepEqual(base, {
    name: 'random',
    sha256: sha256(await readFile(join(from.directory, 'model.safetensors'))),
  });
});

test('a base in shards is recorded by the hash of the hashes of its index and shards', async () => {
  await using workshop = await openWorkshop();
  await using base = await temporaryFolder();
  const index = JSON.stringify({ weight_map: { a: 'one.safetensors', b: 'two.safetensors' } });
  await writeFile(join(base.path, 'model.safetensors.index.json'), index);
  await writeFile(join(base.path, 'one.safetensors'), 'first');
  await writeFile(join(base.path, 'two.safetensors'), 'second');
  const record = await workshop.make({ base: { name: 'sharded', directory: base.path } });
  const hashes = [index, 'first', 'second'].map((content) => sha256(Buffer.from(content)));
  assert.equal(record.base.sha256, sha256(Buffer.from(hashes.join('\n'))));
});

test('pairs whose prompt is too long are neither calibrated on nor counted', async () => {
  await using workshop = await openWorkshop();
  const { validation, heldOut } = workshop.input;
  const [pair = assert.fail()] = validation;
  const long = { ...pair, question: Array.from({ length: 400 }, () => 'count').join(' ') };
  const record = await workshop.make({ validation: [...validation, long], heldOut: [long, ...heldOut] });
  assert.deepEqual([record.calibration.validation.n, record.heldOut?.n], [16, 8]);
});

test('a critic accepts no longer prompts than its network has positions for', async () => {
  await using workshop = await openWorkshop();
  const { maxPromptTokens } = await workshop.make({ maxPromptTokens: 5000, maxCritiqueTokens: 100 });
  // Of 1024 positions the critique takes 100, the verdict one and what it begins with a few more.
  assert.ok(maxPromptTokens > 900 && maxPromptTokens < 924, `${maxPromptTokens}`);
  const { maxCritiqueTokens } = await workshop.make({ maxCritiqueTokens: 5000 });
  assert.equal(maxCritiqueTokens, 512, 'half of the positions');
});

test('without held-out pairs there are no held-out figures', async () => {
  await using workshop = await openWorkshop();
  assert.equal((await workshop.make({ heldOut: [] })).heldOut, null);
});

test('an export that fails or is cancelled leaves nothing, and an earlier critic as it was', async () => {
  await using workshop = await openWorkshop();
  const oneClass = { validation: workshop.pairs.filter(({ correct }) => correct) };
  const reason = new Error('stop');
  const cancelled = { signal: AbortSignal.abort(reason) };
  await assert.rejects(workshop.make(oneClass), { code: 'critic.one-class' });
  await assert.rejects(workshop.make(cancelled), (error) => error === reason);
  assert.deepEqual(await readdir(workshop.folder), []);
  await workshop.make();
  const before = await contentOf(workshop.input.directory);
  await assert.rejects(workshop.make(oneClass), { code: 'critic.one-class' });
  await assert.rejects(workshop.make(cancelled), (error) => error === reason);
  assert.deepEqual(await readdir(workshop.folder), ['critic']);
  assert.deepEqual(await contentOf(workshop.input.directory), before);
});

test('an earlier critic is replaced as a whole, and an empty folder is used', async () => {
  await using workshop = await openWorkshop();
  const { directory } = workshop.input;
  await mkdir(directory);
  await workshop.make();
  await writeFile(join(directory, 'left-over.bin'), 'old');
  const record = await workshop.make({ base: { ...workshop.input.base, name: 'another' } });
  assert.equal(record.base.name, 'another');
  assert.deepEqual(
    (await readdir(directory)).toSorted(),
    [...Object.keys(record.files), 'critic.json'].toSorted(),
  );
  assert.deepEqual(await readdir(workshop.folder), ['critic']);
});

test('a folder with other things in it, and a file, are refused and left alone', async () => {
  await using workshop = await openWorkshop();
  const occupied = join(workshop.folder, 'thesis');
  await mkdir(occupied);
  await writeFile(join(occupied, 'chapter.txt'), 'precious');
  const file = join(workshop.folder, 'notes.txt');
  await writeFile(file, 'precious too');
  for (const directory of [occupied, file]) {
    await assert.rejects(workshop.make({ directory }), {
      code: 'critic.target-occupied',
      message: new RegExp(directory),
    });
  }
  assert.equal(await readFile(join(occupied, 'chapter.txt'), 'utf8'), 'precious');
  assert.equal(await readFile(file, 'utf8'), 'precious too');
  assert.deepEqual((await readdir(workshop.folder)).toSorted(), ['notes.txt', 'thesis']);
});

test('a model that is incomplete is a named error and leaves nothing', async () => {
  await using workshop = await openWorkshop();
  await assert.rejects(workshop.make({ model: workshop.folder }), { code: 'model.unreadable-file' });
  assert.deepEqual(await readdir(workshop.folder), []);
});
