/** How long VS Code waits for the extension: a fresh process loads what ships and activates it over a double of VS Code. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';
import { hostBundle } from '../../extension/bundle.ts';
import { pathOf } from '../../extension/manifest/files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Compiling is most of what activating costs. */
const mostBytes = 600_000;

const program = fileURLToPath(new URL('support/activate-once.ts', import.meta.url));
const answerSchema = z.object({ milliseconds: z.number(), files: z.array(z.string()) });

test('loading and activating reads one file of less than 600 KB, and the client of the critic server not yet', async (context) => {
  await using folder = await temporaryFolder();
  await build({ ...hostBundle, absWorkingDir: pathOf(''), outdir: folder.path, logLevel: 'silent' });
  const file = join(folder.path, 'extension.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, file]);
  const { milliseconds, files } = answerSchema.parse(JSON.parse(stdout));
  context.diagnostic(`${milliseconds.toFixed(0)} ms of a processor`);
  assert.deepEqual(files, [await realpath(file)]);
  assert.ok((await stat(file)).size < mostBytes);
});
