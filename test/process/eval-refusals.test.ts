/** What `eval` refuses before it begins to measure. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startCliWith } from './program.ts';

test('without a sandbox to run them in, no solutions are asked for', async () => {
  await using folder = await temporaryFolder();
  const problems = join(folder.path, 'p.jsonl');
  const tests = [{ input: [1], expected: 2 }];
  await writeFile(
    problems,
    `${JSON.stringify({ id: 'a', question: 'Double it.', language: 'python', entryPoint: 'f', tests })}\n`,
  );
  const { code, stdout, stderr } = await startCliWith(
    { ...process.env, CRITIQUE_CODER_DENO: join(folder.path, 'deno') },
    ...['eval', '--problems', problems, '--base', 'starter', '--samples', '1', '--max-tokens', '2'],
    ...['--keep', join(folder.path, 'kept.jsonl'), '--json'],
  ).ended;
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /deno cannot be executed/);
  assert.deepEqual(await readdir(folder.path), ['p.jsonl'], 'the solutions would be kept here');
});
