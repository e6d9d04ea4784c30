import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRunConfig, runConfigOf } from '../../../trainer/run/configuration.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('paths in a configuration are relative to its file, and the starter is no path', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'critique-coder.json');
  await mkdir(join(root.path, 'models', 'a'), { recursive: true });
  await writeFile(
    path,
    '{"base": "models/a", "adapters": {"from": "adapters/b"}, "engine": {"tensorflowFolder": "t"}, "data": {"problems": ["starter", "p.jsonl"], "heldOut": {"pairs": ["h"]}}}',
  );
  const config = await readRunConfig(path);
  assert.equal(config.base, join(root.path, 'models/a'));
  assert.equal(config.adapters?.from, join(root.path, 'adapters/b'));
  assert.equal(config.engine.tensorflowFolder, join(root.path, 't'));
  assert.deepEqual(config.data.problems, ['starter', join(root.path, 'p.jsonl')]);
  assert.deepEqual(config.data.heldOut.pairs, [join(root.path, 'h')]);
  assert.deepEqual(config.data.pairs, ['starter']);
});

test('a base that is the name of a model and of no folder is a model of the hub', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'critique-coder.json');
  const bases = {
    'models/a': 'models/a',
    'models/a@v1': 'models/a@v1',
    './models/a': join(root.path, 'models', 'a'),
    'models/a/b': join(root.path, 'models', 'a', 'b'),
    starter: 'starter',
  };
  for (const [base, expected] of Object.entries(bases)) {
    await writeFile(path, JSON.stringify({ base }));
    assert.equal((await readRunConfig(path)).base, expected);
  }
});

test('an error lists every violation with its path, value, problem and remedy', () => {
  const document = { groupSize: 1, context: { first: 8, second: 4 } };
  assert.throws(() => runConfigOf(document, 'critique-coder.json'), {
    code: 'config.invalid',
    message: [
      'The run configuration critique-coder.json has 2 problems:',
      '  groupSize = 1: Too small: expected number to be >=2. Completions sampled of each prompt and compared with one another.',
      '  context.second = 4: the second phase allows fewer tokens than the first (context.first). Raise context.second, or leave it out for twice context.first.',
    ].join('\n'),
  });
});

test('a file that is missing or no JSON is named', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'c.json');
  await assert.rejects(readRunConfig(path), { code: 'config.unreadable', message: new RegExp(path) });
  await writeFile(path, '{"seed": 1,}');
  await assert.rejects(readRunConfig(path), {
    code: 'config.not-json',
    message: new RegExp(`${path} is not a JSON`),
  });
});
