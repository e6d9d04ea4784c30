/** `data workspace --problems`: what functions returned to the project's own tests becomes problems. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { labelReportSchema } from '../../trainer/protocol/reports.ts';
import { workspaceReportSchema } from '../../trainer/protocol/workspace.ts';
import { loadAll, readPairs, readProblems } from '../../trainer/tasks/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findAnyPython, skipWithout } from '../support/workspace/python.ts';
import { writtenWorkspace } from '../support/workspace/written.ts';
import { documentOf, runCli, startCliWith } from './program.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }\n',
  'src/prices.ts': `const rate: number = 0.5;
let sold = 0;

/** The price with what is added to it. */
export function gross(net: number): number {
  return net + net * rate;
}

/** The sum of prices, each with what is added to it. */
export function total(nets: number[]): number {
  let sum = 0;
  for (const net of nets) sum += gross(net);
  return sum;
}

const stock: Record<string, number> = {};
stock['pen'] = 2;

/** How many there are of it. */
export function inStock(name: string): number {
  return stock[name] ?? 0;
}

/** How many were sold before. */
export function sell(count: number): number {
  sold += count;
  return sold - count;
}
`,
  'src/prices.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gross, inStock, sell, total } from './prices.ts';
test('gross', () => {
  for (const [net, sum] of [[2, 3], [4, 6], [1, 1.5]]) assert.equal(gross(net), sum);
});
test('total', () => {
  for (const [nets, sum] of [[[2, 4], 9], [[], 0], [[1], 1.5]] as const) assert.equal(total([...nets]), sum);
});
test('stock', () => {
  for (const [name, count] of [['pen', 2], ['ink', 0], ['', 0]] as const) assert.equal(inStock(name), count);
});
test('sell', () => {
  for (const before of [0, 2, 4]) assert.equal(sell(2), before);
});
`,
};

const python: Readonly<Record<string, string>> = {
  'setup.cfg': '[metadata]\nname = shapes\n',
  'more.py': 'def base(x):\n    return x + 1\n',
  'shapes.py':
    'import math\nimport more\n\ndef tall(x):\n    """One more."""\n    return more.base(x)\n\ndef circle(r):\n    """The area of a circle."""\n    return math.pi * r * r\n\nclass Box:\n    def side(self, x):\n        """One side."""\n        return x + 1\n',
  'test_shapes.py': `import unittest
from shapes import Box, circle, tall

class Shapes(unittest.TestCase):
    def test_circle(self):
        for r in [1, 2, 3]:
            self.assertAlmostEqual(circle(r), 3.14159 * r * r, 3)

    def test_tall(self):
        self.assertEqual([tall(x) for x in [1, 2, 3]], [2, 3, 4])

    def test_box(self):
        self.assertEqual(Box().side(x=1), 2)
`,
};

const asking = (workspace: string, out: string, problemsOut: string): string[] => [
  ...['data', 'workspace', workspace],
  ...['--out', out, '--problems', problemsOut, '--run-tests'],
];

test('problems of a workspace are read and labelled like any, and pairs name them', async () => {
  await using folder = await temporaryFolder();
  await using workspace = await writtenWorkspace(files);
  const [out, problemsOut] = [join(folder.path, 'pairs.jsonl'), join(folder.path, 'problems.jsonl')];
  const asked = asking(workspace.path, out, problemsOut);
  const report = workspaceReportSchema.parse(documentOf(await runCli(...asked, '--json')));
  assert.deepEqual([report.problems, report.problemsOut], [2, problemsOut]);
  assert.deepEqual(report.withoutProblem, {
    unrecorded: 0,
    fewCalls: 0,
    varying: 1,
    entangled: 0,
    failing: 1,
    unsupported: 0,
  });

  const problems = await loadAll(readProblems(problemsOut));
  assert.deepEqual(
    problems.map(({ id, family, source }) => [id, family, source]),
    [
      ['src/prices.ts/gross', 'src/prices.ts', 'workspace'],
      ['src/prices.ts/total', 'src/prices.ts', 'workspace'],
    ],
  );
  const pairs = await loadAll(readPairs(out));
  for (const { id } of problems)
    assert.ok(
      pairs.some(({ problemId }) => problemId === id),
      id,
    );

  const none = join(folder.path, 'none.jsonl');
  await writeFile(none, '');
  const labelled = await runCli(
    ...[
      'label',
      '--problems',
      problemsOut,
      '--solutions',
      none,
      '--references',
      '--threshold',
      '1',
      '--json',
    ],
  );
  const { n, correct } = labelReportSchema.parse(documentOf(labelled));
  assert.deepEqual([n, correct], [2, 2]);

  const again = await runCli(...asked.with(4, join(folder.path, 'other.jsonl')));
  assert.equal(again.code, 1);
  assert.match(again.stderr, /problems\.jsonl/);
  const same = await runCli(...asked.with(6, out));
  assert.equal(same.code, 2);
  assert.match(same.stderr, /name the same file/);
});

test('without a sandbox to check problems in, no test is run', async () => {
  await using folder = await temporaryFolder();
  await using workspace = await writtenWorkspace(files);
  const [out, problemsOut] = [join(folder.path, 'pairs.jsonl'), join(folder.path, 'problems.jsonl')];
  const { code, stdout, stderr } = await startCliWith(
    { ...process.env, CRITIQUE_CODER_DENO: join(folder.path, 'deno') },
    ...asking(workspace.path, out, problemsOut),
    '--json',
  ).ended;
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /deno cannot be executed/);
  assert.doesNotMatch(stderr, /running 1 test files/);
});

test(
  'methods of Python give pairs and no problem',
  { skip: skipWithout(findAnyPython(), 'Python 3') },
  async () => {
    await using folder = await temporaryFolder();
    await using workspace = await writtenWorkspace(python);
    const [out, problemsOut] = [join(folder.path, 'pairs.jsonl'), join(folder.path, 'problems.jsonl')];
    const ended = await runCli(...asking(workspace.path, out, problemsOut), '--json');
    const report = workspaceReportSchema.parse(documentOf(ended));
    const { unrecorded, unsupported } = report.withoutProblem ?? {};
    assert.deepEqual([report.problems, unrecorded, unsupported], [1, 1, 1]);
    const [circle] = await loadAll(readProblems(problemsOut));
    assert.equal(circle?.solution, 'import math\n\ndef circle(r):\n    return math.pi * r * r\n');
    assert.ok(circle !== undefined && 'tests' in circle);
    assert.deepEqual(
      circle.tests.map(({ input }) => input),
      [[1], [2], [3]],
    );
    assert.match(ended.stderr, /^no problem: 1 functions are methods or the like/m);
  },
);
