/** The README's way from a published set to data that can be trained on, command by command. */
import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadRunData } from '../../trainer/run/crl/data.ts';
import { readRunConfig, runConfigOf } from '../../trainer/run/configuration.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { program, repository, startNode } from './program.ts';

test('the commands for data end well one after the other, and a configuration can name what they leave', async () => {
  await using folder = await temporaryFolder();
  const golden = join(repository, 'test/golden/data');
  await copyFile(join(golden, 'mxeval/mbpp.jsonl'), join(folder.path, 'mbpp.jsonl'));
  await copyFile(join(golden, 'evalplus/MbppPlus.jsonl.gz'), join(folder.path, 'MbppPlus.jsonl.gz'));
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  // A run takes minutes to train; what is measured here is the model that one would start from.
  const commands = [...readme.matchAll(/^critique-coder (.+)$/gm)].map(([, words = '']) =>
    words.replace('--run runs/NAME', '--base starter').split(' '),
  );
  assert.equal(commands.length, 8, 'the commands were found');
  for (const words of commands) {
    const { code, stderr } = await startNode([program, ...words], folder.path).ended;
    assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
  }
  const side = (name: string) => ({
    problems: [`sides/${name}/problems.jsonl`],
    pairs: [`sides/${name}/pairs.jsonl`],
  });
  const file = join(folder.path, 'critique-coder.json');
  const held = { heldOut: side('held-out'), validation: { share: 0 } };
  await writeFile(file, JSON.stringify({ data: { ...side('train'), ...held } }));
  const data = await loadRunData(runConfigOf(await readRunConfig(file), file));
  assert.deepEqual([data.train.problems.length, data.heldOut.problems.length], [1, 1]);
  assert.ok(data.train.pairs.length > 0 && data.heldOut.pairs.length > 0);
});
