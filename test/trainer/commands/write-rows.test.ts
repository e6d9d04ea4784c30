import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeRows } from '../../../trainer/commands/write-rows.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('rows are written one a line, and what cannot be written is a failure of the output that leaves nothing', async () => {
  await using root = await temporaryFolder();
  const file = join(root.path, 'rows.jsonl');
  await writeRows(file, [{ id: 'a' }, { id: 'b' }]);
  assert.equal(await readFile(file, 'utf8'), '{"id":"a"}\n{"id":"b"}\n');
  await assert.rejects(writeRows(join(root.path, 'none', 'rows.jsonl'), []), { code: 'output.failed' });
  const taken = join(root.path, 'taken');
  await mkdir(join(taken, 'more'), { recursive: true });
  await assert.rejects(writeRows(taken, []), { code: 'output.failed', message: /taken/ });
  assert.deepEqual((await readdir(root.path)).sort(), ['rows.jsonl', 'taken']);
});
