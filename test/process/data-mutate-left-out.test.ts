/** What `data mutate` and `label --pairs` say of candidates of which nothing came. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Problem, Solution } from '../../trainer/protocol/data.ts';
import { mutationReportSchema } from '../../trainer/protocol/mutation.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, runCli } from './program.ts';
import { jsonLines } from '../support/json-lines.ts';

const solution = 'def double(n):\n    return n + n\n';

const double: Problem = {
  id: 'double',
  question: 'Return twice the number.',
  language: 'python',
  entryPoint: 'double',
  tests: [{ input: [0], expected: 0 }],
};

async function writtenRows(folder: string, name: string, rows: readonly object[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, jsonLines(rows));
  return file;
}

test('solutions without their problem are counted, and where there are no others that is the failure', async () => {
  await using folder = await temporaryFolder();
  const problems = await writtenRows(folder.path, 'p.jsonl', [double]);
  const mine: Solution = { id: 'mine', problemId: 'double', solution };
  const orphan: Solution = { id: 'orphan', problemId: 'treble', solution };
  const mutate = async (name: string, rows: readonly Solution[]) =>
    runCli(
      ...['data', 'mutate', '--problems', problems, '--out', join(folder.path, `${name}.out`), '--json'],
      ...['--solutions', await writtenRows(folder.path, name, rows)],
    );
  const both = await mutate('both.jsonl', [mine, orphan]);
  const { originals, orphanSolutions } = mutationReportSchema.parse(documentOf(both));
  assert.deepEqual([originals, orphanSolutions], [1, 1]);
  assert.match(both.stderr, /^1 solutions were left alone: their problem is not there$/m);

  const none = await mutate('none.jsonl', [orphan]);
  assert.deepEqual([none.code, none.stdout], [1, '']);
  assert.match(none.stderr, /No solution of .*none\.jsonl is of one of the 1 problems.*\n.*"problemId"/);
});

test('where every mutant survives, no pairs is not for want of labels, and --survivors keeps them', async () => {
  await using folder = await temporaryFolder();
  const problems = await writtenRows(folder.path, 'p.jsonl', [double]);
  const survivor: Solution = {
    id: 'double/mutant-1',
    problemId: 'double',
    solution: solution.replace('n + n', 'n - n'),
    provenance: { kind: 'mutation', operator: 'arithmetic', line: 2, of: 'double' },
  };
  const mutants = await writtenRows(folder.path, 'm.jsonl', [survivor]);
  const label = ['label', '--problems', problems, '--solutions', mutants, '--workers', '1'];
  const told = [...label, '--pairs', join(folder.path, 'pairs.jsonl')];
  const { code, stderr } = await runCli(...told);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /None of 1 candidates is a pair.* 0 unlabelled.* 1 that pass every test\.\n.*--survivors/,
  );
  assert.equal((await runCli(...told, '--survivors')).code, 0);
});
