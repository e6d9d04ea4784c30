import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { logicPrompt, readLogicQuestions } from '../../../../trainer/evaluation/logic/questions.ts';
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
