/** Where this machine is checked. */
import assert from 'node:assert/strict';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { askDoctor } from '../../../extension/run/doctor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Finds nothing but the folder that it works in. */
const doctor = `process.stdout.write(JSON.stringify({
  ok: true,
  checks: [{ name: 'folder', ok: true, found: process.cwd(), todo: null }],
}));`;

test('the machine is checked from the folder for runs, or from the nearest around it', async () => {
  await using folder = await temporaryFolder();
  const program = join(folder.path, 'doctor.mjs');
  await writeFile(program, doctor);
  const trainer = { node: process.execPath, program };
  const never = new AbortController().signal;
  const here = await realpath(folder.path);
  for (const root of [folder.path, join(folder.path, '.critique-coder', 'runs')]) {
    const report = await askDoctor(trainer, root, never);
    assert.equal(report?.checks[0]?.found, here, root);
  }
});
