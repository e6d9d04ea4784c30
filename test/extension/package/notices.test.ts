/** The licences of what ships are shipped with it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { packagesOf, thirdPartyNotices } from '../../../extension/package/notices.ts';
import { repository } from '../../process/program.ts';

test('the innermost package of a path is the one that a file belongs to', () => {
  const files = [
    'trainer/cli.ts',
    'node_modules/zod/v4/core.js',
    'node_modules/a/node_modules/@b/c/index.js',
    'node_modules/zod/index.js',
  ];
  assert.deepEqual(packagesOf(files), ['zod', '@b/c']);
});

test('a bundled package and one shipped whole are named with version, licence and its text', async () => {
  const text = await thirdPartyNotices(['node_modules/zod/index.js'], join(repository, 'node_modules'));
  assert.match(text, /^zod 4\.6\.7, MIT\b/m);
  assert.match(text, /^deno 2\.9\.5, MIT\b/m);
  assert.match(text, /Permission is hereby granted, free of charge/);
});
