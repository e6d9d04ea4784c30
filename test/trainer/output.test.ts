/** What commands write appears whole, and replaces only what the same kind of command has written. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { prepareFile, refuseOccupied, writeOutput } from '../../trainer/output.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('a file that is there is replaced only when that is asked for', async () => {
  await using root = await temporaryFolder();
  const file = join(root.path, 'rows.jsonl');
  await prepareFile(file, false);
  await writeFile(file, '');
  await assert.rejects(prepareFile(file, false), { code: 'output.exists', message: /rows\.jsonl/ });
  await prepareFile(file, true);
  await assert.rejects(prepareFile(root.path, true), { code: 'output.failed', message: /it is a folder/ });
});

test('the folder of a file is made before the work, and where it cannot be, that is said', async () => {
  await using root = await temporaryFolder();
  await prepareFile(join(root.path, 'a', 'b', 'rows.jsonl'), false);
  assert.deepEqual(await readdir(join(root.path, 'a')), ['b']);
  await writeFile(join(root.path, 'taken'), '');
  await assert.rejects(prepareFile(join(root.path, 'taken', 'rows.jsonl'), false), {
    code: 'output.failed',
    message: /taken/,
  });
});

test('a folder is free when it is missing or empty, and its own kind may be replaced', async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, 'out');
  await refuseOccupied(folder, 'report.json', false);
  await mkdir(folder);
  await refuseOccupied(folder, 'report.json', false);
  await writeFile(join(folder, 'report.json'), '{}');
  await assert.rejects(refuseOccupied(folder, 'report.json', false), { code: 'output.exists' });
  await refuseOccupied(folder, 'report.json', true);
  await assert.rejects(refuseOccupied(folder, 'result.json', true), {
    code: 'output.foreign',
    message: /no result\.json/,
  });
  await assert.rejects(refuseOccupied(join(folder, 'report.json'), 'x', true), { code: 'output.failed' });
});

test('an output replaces the earlier one wholly, and a failure leaves that as it was', async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, 'out');
  await writeOutput(folder, 'report.json', async (temporary) => {
    await writeFile(join(temporary, 'rows.jsonl'), '1\n');
    return { rows: 1 };
  });
  assert.deepEqual((await readdir(folder)).sort(), ['report.json', 'rows.jsonl']);
  const broken = writeOutput(folder, 'report.json', async (temporary) => {
    await writeFile(join(temporary, 'rows.jsonl'), '2\n');
    throw new Error('broken off');
  });
  await assert.rejects(broken, { message: 'broken off' });
  assert.equal(await readFile(join(folder, 'rows.jsonl'), 'utf8'), '1\n');
  await writeOutput(folder, 'report.json', () => Promise.resolve({ rows: 0 }));
  assert.deepEqual(await readdir(folder), ['report.json']);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')), { rows: 0 });
  assert.deepEqual(await readdir(root.path), ['out'], 'nothing is left beside it');
});
