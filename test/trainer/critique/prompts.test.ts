import assert from 'node:assert/strict';
import test from 'node:test';
import { critiquePrompt, solvePrompt, templateVersion } from '../../../trainer/critique/prompts.ts';
import type { Problem } from '../../../trainer/protocol/data.ts';

const problem: Problem = {
  id: 'p1',
  question: 'Return the sum of the list.\n',
  language: 'python',
  entryPoint: 'total',
  tests: [{ input: [[1, 2]], expected: 3 }],
};

test('template version 1 stands for the texts in this file', () => {
  assert.equal(templateVersion, 1);
});

test('the critique prompt is the paper’s, with the solution fenced', () => {
  assert.equal(
    critiquePrompt({
      question: 'Return the sum.\n',
      solution: '\ndef f(xs):\n    return 0\n',
      language: 'python',
    }),
    `You will be given a question (problem specification) and a submitted solution. Your task is to determine whether the solution is correct and fully satisfies the specification.

Question:
Return the sum.

Solution:
\`\`\`python
def f(xs):
    return 0
\`\`\`

Conclude with \\conclusion{T} for correct, \\conclusion{F} for wrong.`,
  );
});

test('a solution without a language stands in a fence without a tag', () => {
  assert.match(critiquePrompt({ question: 'q', solution: 's' }), /Solution:\n```\ns\n```\n/);
});

test('a solution that contains a fence stands in a longer one', () => {
  const text = critiquePrompt({ question: 'q', solution: '"""\n````\n"""', language: 'python' });
  assert.match(text, /\n`````python\n"""\n````\n"""\n`````\n/);
});

test('the solve prompt of a function shows its starter code', () => {
  assert.equal(
    solvePrompt({ ...problem, starterCode: 'def total(xs):\n' }),
    `You will be given a question (problem specification) and will generate a correct Python program that matches the specification and passes all tests. You will NOT return anything except for the program.

Question: Return the sum of the list.

You will use the following starter code to write the solution to the problem and enclose your code within delimiters.
\`\`\`python
def total(xs):
\`\`\``,
  );
});

test('the solve prompt of a function without starter code names the function', () => {
  assert.ok(
    solvePrompt({ ...problem, starterCode: ' \n' }).endsWith(
      'Name the function `total`. Enclose your code within delimiters as follows.\n```python\n# YOUR CODE HERE\n```',
    ),
  );
});

test('the solve prompt of a program asks for stdin and stdout', () => {
  assert.equal(
    solvePrompt({
      id: 'p2',
      question: 'Print the sum.',
      language: 'python',
      io: [{ stdin: '1 2', stdout: '3' }],
    }),
    `You will be given a question (problem specification) and will generate a correct Python program that matches the specification and passes all tests. You will NOT return anything except for the program.

Question: Print the sum.

Read the inputs from stdin solve the problem and write the answer to stdout (do not directly test on the sample inputs). Enclose your code within delimiters as follows. Ensure that when the python program runs, it reads the inputs, runs the algorithm and writes output to STDOUT.
\`\`\`python
# YOUR CODE HERE
\`\`\``,
  );
});

test('a program judged by test code needs neither name nor starter code', () => {
  const text = solvePrompt({
    id: 'p3',
    question: 'q',
    language: 'typescript',
    testCode: 'assert.equal(f(), 1)',
  });
  assert.match(text, /a correct TypeScript program/);
  assert.ok(
    text.endsWith(
      '\n\nEnclose your code within delimiters as follows.\n```typescript\n// YOUR CODE HERE\n```',
    ),
  );
});

test('a JavaScript program is asked for in its own words', () => {
  const text = solvePrompt({
    id: 'p4',
    question: 'q',
    language: 'javascript',
    io: [{ stdin: '', stdout: '' }],
  });
  assert.match(
    text,
    /a correct JavaScript program[^]*when the javascript program runs[^]*```javascript\n\/\/ YOUR/,
  );
});

test('no expected output enters a solve prompt', () => {
  const text = solvePrompt({ ...problem, tests: [{ input: [4242], expected: 987654321 }] });
  assert.doesNotMatch(text, /4242|987654321/);
});
