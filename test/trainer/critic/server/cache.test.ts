/** Verdicts that are kept. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { VerdictCache, verdictsFileName, type Remembered } from '../../../../trainer/critic/server/cache.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const verdict = (critique: string): Remembered => ({
  opinion: { state: 'correct', confidence: 0.75 },
  critique,
});

test('what was judged is known to the next server', async () => {
  await using folder = await temporaryFolder();
  const cache = new VerdictCache(join(folder.path, 'new'), 10);
  cache.set('key', verdict('Fine.'));
  cache.judgedAt('a#one', 'key');
  cache.save();
  assert.deepEqual(await readdir(join(folder.path, 'new')), [verdictsFileName]);
  const next = new VerdictCache(join(folder.path, 'new'), 10);
  assert.equal(next.problem, null);
  assert.deepEqual(next.get('key'), verdict('Fine.'));
  assert.deepEqual(next.latestAt('a#one'), verdict('Fine.'));
  assert.equal(next.latestAt('a#two'), undefined);
});

test('the verdict that was used longest ago is forgotten first', async () => {
  await using folder = await temporaryFolder();
  const cache = new VerdictCache(folder.path, 2);
  cache.set('one', verdict('1'));
  cache.set('two', verdict('2'));
  cache.get('one');
  cache.set('three', verdict('3'));
  assert.deepEqual(cache.get('one'), verdict('1'));
  assert.equal(cache.get('two'), undefined);
  for (let place = 0; place < 9; place++) cache.judgedAt(`a#${place}`, 'one');
  assert.deepEqual(cache.size, { verdicts: 2, latest: 2 });
});

test('a key is of the function and the critic, and a very long critique is cut', async () => {
  await using folder = await temporaryFolder();
  assert.notEqual(VerdictCache.key('function', 'critic'), VerdictCache.key('function', 'other'));
  assert.notEqual(VerdictCache.key('function', 'critic'), VerdictCache.key('other', 'critic'));
  const cache = new VerdictCache(folder.path, 2);
  cache.set('long', verdict('x'.repeat(30_000)));
  assert.equal(cache.get('long')?.critique?.length, 20_000);
});

test('a file that cannot be read is told and begun anew', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, verdictsFileName);
  await writeFile(file, '{"protocol": 1, "verdicts": [["key", {}]]}');
  const cache = new VerdictCache(folder.path, 2);
  assert.match(cache.problem ?? '', /verdicts\.json/);
  cache.set('key', verdict(''));
  cache.save();
  assert.equal(new VerdictCache(folder.path, 2).problem, null);
});

test('without a change nothing is written', async () => {
  await using folder = await temporaryFolder();
  const cache = new VerdictCache(folder.path, 2);
  cache.save();
  assert.deepEqual(await readdir(folder.path), []);
  cache.set('key', verdict(''));
  cache.save();
  await writeFile(join(folder.path, verdictsFileName), 'untouched');
  cache.judgedAt('a#one', 'key');
  cache.save();
  assert.notEqual(await readFile(join(folder.path, verdictsFileName), 'utf8'), 'untouched');
  await writeFile(join(folder.path, verdictsFileName), 'untouched');
  cache.judgedAt('a#one', 'key');
  cache.save();
  assert.equal(await readFile(join(folder.path, verdictsFileName), 'utf8'), 'untouched');
});
