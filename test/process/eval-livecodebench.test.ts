/** pass@k of LiveCodeBench, as its own program measures it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { passEvaluationSchema } from '../../trainer/protocol/evaluation.ts';
import { jsonLines } from '../support/json-lines.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, runCli } from './program.ts';

test('problems of LiveCodeBench are measured by its rules, whatever is asked for', async () => {
  await using folder = await temporaryFolder();
  const [problemFile, solutionFile] = [join(folder.path, 'p.jsonl'), join(folder.path, 's.jsonl')];
  const third = {
    language: 'python',
    question: 'A third.',
    entryPoint: 'f',
    tests: [{ input: [], expected: 0.3 }],
  };
  const sum = { language: 'python', question: 'The sum of a line.', io: [{ stdin: '1 2\n', stdout: '3\n' }] };
  const asked = [
    { ...third, id: 'third' },
    { ...sum, id: 'sum' },
  ].map((row) => ({ ...row, source: 'livecodebench' }));
  await writeFile(problemFile, jsonLines(asked));
  await writeFile(
    solutionFile,
    jsonLines([
      { id: 'a', problemId: 'third', solution: 'def f():\n    return 0.1 + 0.2\n' },
      { id: 'b', problemId: 'sum', solution: 'print(3)\nraise SystemExit("done")\n' },
    ]),
  );
  const told = ['eval', '--problems', problemFile, '--solutions', solutionFile, '--workers', '1', '--json'];
  const ended = await runCli(...told);
  const result = passEvaluationSchema.parse(documentOf(ended));
  assert.equal(result.exact, true);
  assert.deepEqual(
    result.rows.map(({ id, correct }) => [id, correct]),
    [
      ['third', 0],
      ['sum', 1],
    ],
  );
  assert.match(ended.stderr, /compared to the last digit, as LiveCodeBench does/);
});
