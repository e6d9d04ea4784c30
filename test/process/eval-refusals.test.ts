/** What `eval` refuses before it begins to measure. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCli, startCliWith } from './program.ts';

const foreign = [
  { args: ['--critic', 'c', '--pairs', 'p', '--limit', '50'], says: /--limit means nothing with --critic/ },
  { args: ['--problems', 'p', '--solutions', 's', '--limit', '20'], says: /--limit .* with --solutions/ },
  {
    args: ['--problems', 'p', '--solutions', 's', '--run', 'r', '--step', '5', '--temperature', '0'],
    says: /--run means nothing with --solutions/,
  },
  { args: ['--problems', 'p', '--base', 'starter', '--pick', 'balanced'], says: /--pick .* with --problems/ },
  { args: ['--logic', 'l', '--base', 'starter', '--workers', '1'], says: /--workers .* with --logic/ },
  {
    args: ['--study', 'self-critique', '--problems', 'p', '--base', 'starter', '--exact'],
    says: /--exact means nothing with --study/,
  },
  {
    args: ['--study', 'self-critique', '--problems', 'p', '--base', 'starter', '--iterations', '2'],
    says: /--iterations means nothing with --study self-critique/,
  },
];

test('an option that belongs to another subject is wrong usage, and not left out silently', async () => {
  for (const { args, says } of foreign) {
    const { code, stdout, stderr } = await runCli('eval', ...args, '--json');
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, says);
    assert.match(stderr, /^Usage: critique-coder eval/m);
  }
});

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
