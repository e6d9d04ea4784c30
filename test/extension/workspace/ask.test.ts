/** What the trainer's program is asked about a workspace, in a process of its own, and what comes of its answers. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askPairs, askPlan, askVerification } from '../../../extension/workspace/ask.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { answerWith, askedIn, failing, marked, plan, report, trainer } from './folder.ts';

const never = new AbortController().signal;

const question = (folder: string, signal = never) => ({
  file: join(folder, 'pair.py'),
  text: 'def total(xs):\n    return 0  # not saved\n',
  functionId: 'Stack.push#2',
  folder,
  python: '',
  signal,
});

test('a function is named by its id, and the text in the editor is read from standard input', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { document: failing() } });
  const given = await askVerification(trainer, question(folder.path));
  assert.deepEqual(given, failing());
  const [asked] = await askedIn(folder.path);
  assert.deepEqual(asked?.positionals, ['verify', join(folder.path, 'pair.py')]);
  assert.equal(asked.input, question(folder.path).text);
  assert.deepEqual(asked.values, {
    function: 'Stack.push#2',
    folder: folder.path,
    'run-tests': true,
    stdin: true,
    minutes: '5',
    json: true,
  });
});

test('a Python that was chosen is handed on, and none is named where none was', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { plan: { document: plan() } });
  const about = { folder: folder.path, out: join(folder.path, 'out.jsonl'), signal: never };
  for (const python of ['', '/venv/bin/python']) await askPlan(trainer, { ...about, python });
  const asked = await askedIn(folder.path);
  assert.deepEqual(
    asked.map(({ values }) => values['python']),
    [undefined, '/venv/bin/python'],
  );
});

test('a plan runs nothing, and pairs are made with each line told while they are', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, {
    plan: { document: plan() },
    data: { lines: ['Running test_a.py', 'Changing total'], document: report() },
  });
  const about = { folder: folder.path, out: join(folder.path, 'out.jsonl'), python: '', signal: never };
  assert.deepEqual(await askPlan(trainer, about), plan());
  const lines: string[] = [];
  assert.deepEqual(await askPairs(trainer, about, (line) => lines.push(line)), report());
  assert.deepEqual(lines, ['Running test_a.py', 'Changing total']);
  const asked = await askedIn(folder.path);
  assert.deepEqual(
    asked.map(({ positionals, values }) => [
      ...positionals,
      values['out'],
      values['plan'],
      values['run-tests'],
    ]),
    [
      ['data', 'workspace', folder.path, about.out, true, undefined],
      ['data', 'workspace', folder.path, about.out, undefined, true],
    ],
  );
});

test('cancelling ends the program, which clears up behind itself', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { waits: true } });
  const stopped = new AbortController();
  const asking = askVerification(trainer, question(folder.path, stopped.signal));
  await marked(folder.path, 'waiting');
  stopped.abort();
  assert.equal(await asking, null);
  assert.ok(existsSync(join(folder.path, 'cleared')));
});

test('what is cancelled before it begins is not begun', async () => {
  await using folder = await temporaryFolder();
  assert.equal(await askVerification(trainer, question(folder.path, AbortSignal.abort())), null);
  assert.deepEqual(await askedIn(folder.path), []);
});

test("an expected failure comes in the trainer's own words, without what it said before", async () => {
  await using folder = await temporaryFolder();
  const lines = ['Copying the workspace', 'There is no function push in pair.py.', 'It has total.'];
  await answerWith(folder.path, { verify: { lines, exitCode: 1 } });
  await assert.rejects(askVerification(trainer, question(folder.path)), {
    code: 'workspace.refused',
    message: 'There is no function push in pair.py.',
    hint: 'It has total.',
  });
});

test('a defect of the program, and an answer that is none, are told with all that was said', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, {
    verify: { lines: ['TypeError: x is undefined', '    at run (verify.ts:3:1)'], exitCode: 1 },
    plan: { document: { folder: 3 } },
  });
  await assert.rejects(askVerification(trainer, question(folder.path)), {
    code: 'workspace.program-failed',
    message: /TypeError: x is undefined\n {4}at run/,
  });
  const about = { folder: folder.path, out: 'out.jsonl', python: '', signal: never };
  await assert.rejects(askPlan(trainer, about), { code: 'workspace.program-failed' });
});
