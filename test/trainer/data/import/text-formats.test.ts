/** Formats whose tests stand in texts of JSON: LiveCodeBench, rStar-Coder; and the small ones. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { loadAll, readProblems } from '../../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { golden, importAll, importRows, told } from './support.ts';

/** A pickle of protocol 4 that holds a text. */
function pickled(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from([0x80, 4, 0x58]), length, bytes, Buffer.from('.')]);
}

const packed = (bytes: Uint8Array): string => deflateSync(bytes).toString('base64');

const stdinTests = [{ input: '1 2\n', output: '3\n', testtype: 'stdin' }];
const lcb = (changes: object): object => ({
  question_title: 'Sum',
  question_content: 'Print the sum.',
  platform: 'atcoder',
  question_id: 'abc300_a',
  starter_code: '',
  public_test_cases: JSON.stringify(stdinTests),
  private_test_cases: '[]',
  metadata: '{}',
  ...changes,
});

test('LiveCodeBench: public tests and packed private ones are the tests of a problem', async () => {
  const hidden = [{ input: '5 6\n', output: '11\n', testtype: 'stdin' }];
  const imported = await importRows([lcb({ private_test_cases: packed(pickled(JSON.stringify(hidden))) })]);
  assert.deepEqual(imported.formats, ['livecodebench']);
  assert.deepEqual(imported.problems, [
    {
      id: 'livecodebench/abc300_a',
      question: 'Print the sum.',
      language: 'python',
      family: 'livecodebench/abc300_a',
      source: 'livecodebench',
      io: [
        { stdin: '1 2\n', stdout: '3\n' },
        { stdin: '5 6\n', stdout: '11\n' },
      ],
    },
  ]);
});

test('LiveCodeBench: tests of forty megabytes are read again by every command, and longer rows are refused', async () => {
  const hidden = [{ input: '5'.repeat(40_000_000), output: '11\n', testtype: 'stdin' }];
  const row = lcb({ private_test_cases: packed(pickled(JSON.stringify(hidden))) });
  const { problems } = await importRows([row]);
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'problems.jsonl');
  await writeFile(file, `${JSON.stringify(problems[0])}\n`);
  assert.equal((await loadAll(readProblems(file))).length, 1);
  assert.deepEqual(told(await importRows([row], 'rows.jsonl', { mostWrittenBytes: 30_000_000 })), [
    ': becomes a problem of more than 30000000 bytes',
  ]);
});

test('LiveCodeBench: a call has one JSON argument a line, and a test that is not JSON is named', async () => {
  const tests = [
    { input: '[1, 2]\n"x"', output: 'true', testtype: 'functional' },
    { input: '[1', output: 'true', testtype: 'functional' },
  ];
  const imported = await importRows([
    lcb({
      public_test_cases: JSON.stringify(tests),
      starter_code: 'class Solution:\n    def has(self, a, b):\n        ',
      metadata: '{"func_name": "has"}',
    }),
  ]);
  const [problem] = imported.problems;
  assert.ok(problem !== undefined && 'tests' in problem);
  assert.deepEqual([problem.entryPoint, problem.tests], ['has', [{ input: [[1, 2], 'x'], expected: true }]]);
  assert.match(told(imported).join('\n'), /^public_test_cases\[1\]: is not JSON: /);
});

const hostile = [
  {
    about: 'a pickle that calls os.system',
    tests: packed(Buffer.from("cos\nsystem\n(S'echo x'\ntR.")),
    says: 'was refused: at byte 0 the pickle has the instruction GLOBAL, which plain data has no use for',
  },
  {
    about: 'zlib data that unpacks to 300 MiB',
    tests: packed(Buffer.alloc(300 * 2 ** 20)),
    says: 'unpacks to more than 268435456 bytes',
  },
  { about: 'what is not base64', tests: '%%%', says: 'is not base64' },
  {
    about: 'what is not base64 after a megabyte of blanks',
    tests: `x${' '.repeat(2 ** 20)}%`,
    says: 'is not base64',
  },
  { about: 'what is not zlib', tests: 'aGVsbG8=', says: 'is not zlib data: incorrect header check' },
];

for (const { about, tests, says } of hostile) {
  test(`LiveCodeBench: refused with its reason: ${about}`, async () => {
    const imported = await importRows([lcb({ private_test_cases: tests }), lcb({ question_id: 'abc300_b' })]);
    assert.deepEqual(told(imported), [`private_test_cases: ${says}`]);
    assert.deepEqual(
      imported.problems.map(({ id }) => id),
      ['livecodebench/abc300_b'],
      'the row after it is read',
    );
  });
}

test('rStar-Coder in Parquet: whatever packs it, each row is a problem or a reason, and too large a row is named', async () => {
  for (const codec of ['none', 'snappy', 'gzip', 'brotli']) {
    const imported = await importAll([golden(`parquet/rstar-${codec}.parquet`)]);
    assert.deepEqual([imported.formats, told(imported)], [['rstar-coder'], []], codec);
    const [first, second] = imported.problems;
    assert.ok(first !== undefined && 'io' in first && second !== undefined && 'tests' in second, codec);
    assert.deepEqual(first.io, [
      { stdin: '1 2\n', stdout: '3\n' },
      { stdin: '3 4\n', stdout: '7\n' },
    ]);
    assert.deepEqual([second.entryPoint, second.tests], ['total', [{ input: [[1, 2], 3], expected: 6 }]]);
  }
  const imported = await importAll([golden('parquet/rstar.parquet')], { mostRowBytes: 2_000_000 });
  assert.deepEqual(
    imported.problems.map(({ id }) => id),
    ['rstar-coder/seed_1', 'rstar-coder/seed_2'],
  );
  assert.deepEqual(
    imported.rejected.map(({ line, field, reason }) => [line, field, reason.replace(/: .*/, '')]),
    [
      [3, 'outputs', 'has 0 entries for 1 inputs'],
      [4, 'inputs', 'is not JSON'],
      [5, '', 'is longer than 2000000 bytes'],
    ],
  );
});

test('Parquet: a row that is too large for a page takes its group with it, however many rows that has, and no other', async () => {
  const group = await importAll([golden('parquet/rstar-too-large.parquet')]);
  assert.equal(group.problems.length, 2);
  assert.equal(group.rejected.length, 1101);
  assert.match(told(group)[0] ?? '', /^: cannot be read: has a page of \d+ bytes, more than 536870912$/);
  assert.equal(told(group).at(-1), 'outputs: has 0 entries for 1 inputs');
});

test('HumanEval: the solution continues the prompt, and its check is called', async () => {
  const row = {
    task_id: 'HumanEval/900',
    prompt: 'def twice(n: int) -> int:\n    """Twice the number.\n    >>> twice(2)\n    4\n    """\n',
    canonical_solution: '    return 2 * n\n',
    test: 'def check(candidate):\n    assert candidate(2) == 4\n',
    entry_point: 'twice',
  };
  const imported = await importRows([row], 'HumanEval.jsonl.gz');
  assert.deepEqual(imported.problems, [
    {
      id: 'humaneval/900',
      question: 'Twice the number.\n>>> twice(2)\n4',
      language: 'python',
      entryPoint: 'twice',
      starterCode: row.prompt,
      solution: `${row.prompt}    return 2 * n\n`,
      family: 'humaneval/900',
      source: 'humaneval',
      testCode: 'def check(candidate):\n    assert candidate(2) == 4\n\ncheck(twice)\n',
    },
  ]);
});

test('a function under test that is called check is not hidden by the check of its tests', async () => {
  const row = {
    task_id: 'HumanEval/901',
    prompt: 'def check(n):\n    """One more."""\n',
    canonical_solution: '    return n + 1\n',
    test: 'def check(candidate):\n    assert candidate(2) == 3\n',
    entry_point: 'check',
  };
  const [problem] = (await importRows([row])).problems;
  assert.ok(problem !== undefined && 'testCode' in problem);
  assert.equal(
    problem.testCode,
    'def check_candidate(candidate):\n    assert candidate(2) == 3\n\ncheck_candidate(check)\n',
  );
});

test("MBPP's own rows: the tests follow what they need, and the question names the function by one of them", async () => {
  const row = {
    task_id: 901,
    text: 'Write a function to add.',
    code: 'import math\r\ndef helper(x):\r\n  return x\r\ndef add(a, b):\r\n  return helper(a) + b',
    test_list: ['assert add(1, 2) == 3', 'assert add(ONE, 1) == 2'],
    test_setup_code: 'ONE = 1',
    challenge_test_list: [],
  };
  const imported = await importRows([row, { ...row, task_id: 902, test_list: ['assert nothing'] }]);
  assert.deepEqual(imported.problems, [
    {
      id: 'mbpp/901',
      question: 'Write a function to add.\nYour code should pass this test:\n\nassert add(1, 2) == 3',
      language: 'python',
      entryPoint: 'add',
      solution: 'import math\ndef helper(x):\n  return x\ndef add(a, b):\n  return helper(a) + b\n',
      family: 'mbpp/901',
      source: 'mbpp',
      testCode: 'ONE = 1\nassert add(1, 2) == 3\nassert add(ONE, 1) == 2\n',
    },
  ]);
  assert.deepEqual(told(imported), ['test_list: calls no function that the code defines']);
});

test('DebugBench: the right and the wrong program of a row are pairs of one family', async () => {
  const imported = await importAll([golden('debugbench/python3_variable_error.json')]);
  assert.deepEqual(
    imported.pairs.map(({ correct, family, source }) => [correct, family, source]),
    [
      [true, 'leetcode/calculate-money-in-leetcode-bank', 'reference'],
      [false, 'leetcode/calculate-money-in-leetcode-bank', 'debugbench'],
    ],
  );
  assert.match(imported.pairs[0]?.question ?? '', /Example 1:[\s\S]*Constraints:/);
});
