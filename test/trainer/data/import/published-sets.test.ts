/** Rows of published sets become problems, solutions and pairs whose references pass, executed for real. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { answerByReference } from '../../../../trainer/data/import/answer.ts';
import type { Problem } from '../../../../trainer/protocol/data.ts';
import { openSandbox } from '../../../../trainer/sandbox/open.ts';
import { grade, jobFor } from '../../../../trainer/tasks/exercise.ts';
import { golden, importAll, importRows, told } from './support.ts';

const sandbox = await openSandbox({ workers: 1 });
after(() => sandbox[Symbol.asyncDispose]());

async function passRates(
  problems: readonly Problem[],
  program: (problem: Problem) => string,
): Promise<unknown[]> {
  const rates: unknown[] = [];
  for (const problem of problems) {
    const result = grade(problem, await sandbox.run(jobFor(problem, program(problem))));
    rates.push(result.kind === 'graded' ? result.passRate : result.reason);
  }
  return rates;
}

const referenceRates = (problems: readonly Problem[]): Promise<unknown[]> =>
  passRates(problems, ({ solution }) => solution ?? '');

test('MBXP in JavaScript: references pass once parameters are in the case of the solution, and samples complete tasks', async () => {
  const imported = await importAll([golden('mxeval/mbjsp.jsonl'), golden('mxeval/mbjsp_samples.jsonl')]);
  assert.deepEqual(imported.formats, ['mbxp', 'mbxp-samples']);
  assert.deepEqual(told(imported), []);
  assert.deepEqual(
    imported.problems.map(({ id, family, source }) => [id, family, source]),
    ['2', '3', '11'].map((number) => [`mbjsp-x/${number}`, `mbpp/${number}`, 'mxeval/mbjsp']),
  );
  const [similar] = imported.problems;
  assert.match(similar?.solution ?? '', /^function similarElements\(testTup1, testTup2\) \{\n/);
  assert.equal(similar?.starterCode, 'function similarElements(testTup1, testTup2) {');
  assert.match(
    similar?.question ?? '',
    /^Write a function to find the similar elements .*\n\n> similarElements/,
  );
  assert.deepEqual(await referenceRates(imported.problems), [1, 1, 1]);
  assert.deepEqual(await passRates(imported.problems, () => ''), [0, 0, 0]);
  assert.deepEqual(imported.repairs.length, 2, 'a reference and a sample of MBJSP/2');
  assert.deepEqual(
    imported.solutions.map(({ id, problemId, provenance }) => [id, problemId, provenance]),
    ['3', '2', '11'].map((number) => [
      `mbjsp-x/${number}/sample`,
      `mbjsp-x/${number}`,
      { kind: 'import', set: 'mxeval/mbjsp', row: `MBJSP/${number}` },
    ]),
  );
  const sampled = new Map(imported.solutions.map((one) => [one.problemId, one.solution]));
  assert.deepEqual(await passRates(imported.problems, ({ id }) => sampled.get(id) ?? ''), [1, 1, 1]);
});

test('MBXP in TypeScript and Python: references pass, an empty program does not', async () => {
  const imported = await importAll([golden('mxeval/mbtsp.jsonl'), golden('mxeval/mbpp.jsonl')]);
  assert.deepEqual(
    imported.problems.map(({ id, language }) => [id, language]),
    [
      ['mbtsp-x/3', 'typescript'],
      ['mbtsp-x/8', 'typescript'],
      ['mbtsp-x/17', 'typescript'],
      ['mbpp-x/2', 'python'],
      ['mbpp-x/3', 'python'],
    ],
  );
  const [first, second, cutOff, third, notPrime] = imported.problems;
  assert.ok(first !== undefined && second !== undefined && cutOff !== undefined && third !== undefined);
  assert.equal(cutOff.solution, undefined, 'a reference that ends inside of its function is none');
  assert.match(imported.repairs.join('\n'), /^references that are cut off .*$/);
  assert.ok(notPrime !== undefined && 'testCode' in notPrime);
  assert.deepEqual(await referenceRates([first, second, third, notPrime]), [1, 1, 1, 1]);
  assert.deepEqual(await passRates(imported.problems, () => ''), [0, 0, 0, 0, 0]);
  assert.match(notPrime.testCode, /\ncheck\(is_not_prime\)\n$/, 'the function of the tests is called');
  assert.equal(notPrime.starterCode, 'def is_not_prime(n):');
});

test('MBPP+ as code runs without NumPy', async () => {
  const imported = await importAll([golden('evalplus/MbppPlus-OriginFmt.jsonl.gz')]);
  assert.deepEqual(imported.formats, ['mbpp-plus']);
  assert.deepEqual(
    imported.problems.map(({ id, family }) => [id, family]),
    [
      ['mbpp-plus/734', 'mbpp/734'],
      ['mbpp-plus/793', 'mbpp/793'],
    ],
  );
  assert.equal(imported.repairs.length, 2);
  assert.deepEqual(await referenceRates(imported.problems), [1, 1]);
});

test('MBPP+ as inputs expects what its references return, and names the tasks that calls cannot say', async () => {
  const imported = await importAll([golden('evalplus/MbppPlus.jsonl.gz')], {
    answer: (unanswered) => answerByReference(unanswered, sandbox),
  });
  const [problem, ...others] = imported.problems;
  assert.ok(problem !== undefined && 'tests' in problem && others.length === 0);
  assert.deepEqual([problem.id, problem.family], ['mbpp-plus-calls/455', 'mbpp/455']);
  assert.deepEqual(await referenceRates(imported.problems), [1]);
  assert.deepEqual(
    imported.rejected.map(({ field, reason }) => [field, reason.replace(/;.*/, '')]),
    [
      ['atol', 'asks for a tolerance of 0.0001, which calls do not have'],
      ['task_id', 'is of a task whose answers are compared without order, which calls cannot say'],
    ],
  );
});

test('inputs on which a reference fails, hangs or returns no data are left out and named', async () => {
  const program = [
    'def f(n):',
    '    if n == 2: return object()',
    '    if n == 3: raise ValueError("no three")',
    '    while n >= 4: pass',
    '    return n + 10 ** 20',
  ].join('\n');
  const row = {
    task_id: 'Mbpp/1',
    prompt: '"""\nAdd.\n"""\n',
    entry_point: 'f',
    canonical_solution: program,
    base_input: [[0], [2], [3]],
    plus_input: [[4], [5], ...Array.from({ length: 20 }, (_, index) => [index - 100])],
  };
  const imported = await importRows([row], 'plus.jsonl', {
    answer: (unanswered) => answerByReference(unanswered, sandbox),
  });
  const [problem] = imported.problems;
  assert.ok(problem !== undefined && 'tests' in problem);
  assert.deepEqual(problem.tests[0], { input: [0], expected: { $int: '0x56bc75e2d63100000' } });
  assert.equal(problem.tests.length, 1 + 11, 'the first input, and the rest of the first sixteen');
  assert.deepEqual(told(imported).slice(0, 2), [
    'inputs[1]: the reference returns what cannot be compared',
    'inputs[2]: the reference does not return: ValueError: no three (line 3)',
  ]);
  assert.equal(told(imported).at(-1), 'inputs[24]: is not tried after 2 inputs that took too long');
});

test('whole numbers beyond 2^53 reach the tests as they were written', async () => {
  const text =
    '{"task_id":"HumanEval/1","prompt":"def f(n):\\n    \\"\\"\\"Twice.\\"\\"\\"\\n","entry_point":"f",' +
    '"canonical_solution":"    return 2 * n\\n","base_input":[[9007199254740993]],"plus_input":[[-9007199254740993]]}';
  const imported = await importRows([text], 'plus.jsonl', {
    answer: (unanswered) => answerByReference(unanswered, sandbox),
  });
  const [problem] = imported.problems;
  assert.ok(problem !== undefined && 'tests' in problem);
  assert.equal(problem.family, 'humaneval/1');
  assert.deepEqual(problem.tests, [
    { input: [{ $int: '0x20000000000001' }], expected: { $int: '0x40000000000002' } },
    { input: [{ $int: '-0x20000000000001' }], expected: { $int: '-0x40000000000002' } },
  ]);
});

test('CRUXEval becomes problems whose test runs the function, and scored predictions become pairs', async () => {
  const imported = await importAll([
    golden('cruxeval/cruxeval.jsonl'),
    golden('cruxeval/sample_scored_codellama-7b_temp0.2_output.json'),
  ]);
  assert.deepEqual(imported.formats, ['cruxeval', 'cruxeval-samples']);
  assert.deepEqual(await referenceRates(imported.problems), [1, 1]);
  assert.equal(imported.pairs.length, 3 + 1, 'one a distinct prediction');
  const byTask = new Map(imported.problems.map((problem) => [problem.family, problem]));
  for (const pair of imported.pairs) {
    const problem = byTask.get(pair.family ?? '');
    assert.ok(problem !== undefined);
    const [rate] = await passRates([problem], () => pair.solution);
    assert.equal(rate === 1, pair.correct, pair.id);
  }
});

test('Exercism: one problem a function and language, the arguments in the order of the input', async () => {
  const imported = await importAll([golden('exercism/leap/canonical-data.json')]);
  assert.deepEqual(
    imported.problems.map(({ id, entryPoint, family }) => [id, entryPoint, family]),
    [
      ['exercism/leap/leapYear/python', 'leap_year', 'exercism/leap'],
      ['exercism/leap/leapYear/javascript', 'leapYear', 'exercism/leap'],
      ['exercism/leap/leapYear/typescript', 'leapYear', 'exercism/leap'],
    ],
  );
  const body = 'year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)';
  const [python] = imported.problems;
  assert.ok(python !== undefined && 'tests' in python);
  assert.equal(python.tests.length, 9);
  assert.match(python.question, /^Your task is to determine .*\n\nWrite the function leap_year\(year\)\.$/);
  assert.deepEqual(await passRates([python], () => `def leap_year(year):\n    return ${body}\n`), [1]);
});

test('LLMDebugger: references pass, and the samples come with their model', async () => {
  const imported = await importAll([golden('llmdebugger/seed.jsonl')]);
  assert.deepEqual(await referenceRates(imported.problems), [1, 1]);
  assert.deepEqual(
    imported.solutions.map(({ id, problemId }) => [id, problemId]),
    [
      ['llmdebugger/17/llmdebugger', 'llmdebugger/17'],
      ['llmdebugger/76/llmdebugger', 'llmdebugger/76'],
    ],
  );
});

test('a labelled pool: a problem a task, with the reference as its solution, and a pair a row', async () => {
  const imported = await importAll([golden('pool/py.jsonl')]);
  assert.deepEqual(imported.problems.map(({ id }) => id).sort(), ['pool/MBPP/17', 'pool/MBPP/76']);
  assert.equal(imported.pairs.length, 10);
  assert.ok(imported.pairs.every(({ family }) => family === 'mbpp/17' || family === 'mbpp/76'));
  assert.deepEqual(await referenceRates(imported.problems), [1, 1]);
  const byId = new Map(imported.problems.map((problem) => [problem.id, problem]));
  for (const pair of imported.pairs) {
    const problem = byId.get(pair.problemId ?? '');
    assert.ok(problem !== undefined);
    const [rate] = await passRates([problem], () => pair.solution);
    assert.equal(rate === 1, pair.correct, pair.id);
  }
});
