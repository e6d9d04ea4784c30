import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  logicPrompt,
  readAllQuestions,
  readLogicQuestions,
} from '../../../../trainer/evaluation/logic/questions.ts';
import { loadAll, readPairs, readProblems } from '../../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const golden = fileURLToPath(new URL('../../../golden/data/', import.meta.url));
const bbh = (task: string): string => join(golden, 'bbh', `${task}.json`);

test('questions of BIG-Bench Hard are read with their task, their target and how it is answered', async () => {
  const questions = (
    await Promise.all(
      [
        'boolean_expressions',
        'dyck_languages',
        'word_sorting',
        'multistep_arithmetic_two',
        'web_of_lies',
      ].map((task) => readLogicQuestions(bbh(task))),
    )
  ).flat();
  assert.deepEqual(
    questions.map(({ id, answer }) => [id, answer.kind]),
    [
      ['boolean_expressions/0', 'word'],
      ['boolean_expressions/1', 'word'],
      ['boolean_expressions/2', 'word'],
      ['dyck_languages/0', 'brackets'],
      ['dyck_languages/1', 'brackets'],
      ['word_sorting/0', 'words'],
      ['word_sorting/1', 'words'],
      ['multistep_arithmetic_two/0', 'number'],
      ['multistep_arithmetic_two/1', 'number'],
      ['web_of_lies/0', 'word'],
      ['web_of_lies/1', 'word'],
    ],
  );
  assert.equal(questions[0]?.target, 'False');
});

test('the options of a question are its choices, and the prompt says how to end', async () => {
  const [question] = await readLogicQuestions(bbh('logical_deduction_three_objects'));
  assert.ok(question !== undefined);
  assert.deepEqual(question.answer, { kind: 'option', choices: ['A', 'B', 'C'] });
  assert.match(logicPrompt(question), /\(C\)[^\n]*\n\n.*"The answer is X\." .* letter of the right option/);
  const [expression] = await readLogicQuestions(bbh('boolean_expressions'));
  assert.ok(expression !== undefined);
  assert.match(logicPrompt(expression), /where X is true or false\.$/);
});

test('a row of Logic-LLM gets its options in brackets, and its task is called after folder and split', async () => {
  const [question] = await readLogicQuestions(join(golden, 'logic-llm', 'ProofWriter', 'dev.json'));
  assert.equal(question?.task, 'ProofWriter/dev');
  assert.match(question.question, /\nOptions:\n\(A\) True\n\(B\) False\n\(C\) Unknown$/);
  assert.match(question.target, /^\([A-C]\)$/);
  assert.deepEqual(question.answer, { kind: 'option', choices: ['A', 'B', 'C'] });
});

test('a file called task is called after its folder, and two files of one task are refused, as are two rows of an id', async () => {
  await using folder = await temporaryFolder();
  const write = async (name: string, content: unknown): Promise<string> => {
    const file = join(folder.path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(content));
    return file;
  };
  const asked = { examples: [{ input: 'Is it?', target: 'yes' }] };
  const [first, second, other] = [
    await write('boggle/task.json', asked),
    await write('hyperbaton/task.json', asked),
    await write('other/boggle.json', asked),
  ];
  assert.deepEqual(
    (await readAllQuestions([first, second])).map(({ id, task }) => [id, task]),
    [
      ['boggle/0', 'boggle'],
      ['hyperbaton/0', 'hyperbaton'],
    ],
  );
  await assert.rejects(readAllQuestions([first, other]), { code: 'evaluation.same-task' });
  const options = { context: 'c', question: 'q', options: ['A) x', 'B) y'], answer: 'A' };
  const twice = await write('Logic/dev.json', [
    { id: 'a', ...options },
    { id: 'a', ...options },
  ]);
  await assert.rejects(readAllQuestions([twice]), {
    code: 'evaluation.unreadable-logic',
    message: /Logic\/dev\/a/,
  });
});

test('what are no logic questions is refused with the file and what to give', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.json');
  for (const text of ['{', '{"examples": []}', '[]', '[{"id": "a"}]']) {
    await writeFile(file, text);
    await assert.rejects(readLogicQuestions(file), { code: 'evaluation.unreadable-logic' });
  }
  await assert.rejects(readLogicQuestions(join(folder.path, 'none.json')), {
    code: 'evaluation.unreadable-logic',
  });
});

test('a task file of BIG-Bench Hard can be read neither as problems nor as pairs', async () => {
  const files = (await readdir(join(golden, 'bbh'))).filter((name) => name.endsWith('.json'));
  assert.ok(files.length > 0);
  for (const name of files) {
    const file = join(golden, 'bbh', name);
    await assert.rejects(loadAll(readProblems(file)), { code: 'tasks.bad-rows' });
    await assert.rejects(loadAll(readPairs(file)), { code: 'tasks.bad-rows' });
  }
});
