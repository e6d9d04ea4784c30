import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operators } from '../../../../trainer/candidates/mutation/operators.ts';
import type { Language } from '../../../../trainer/protocol/data.ts';
import { openSyntaxReader, type SyntaxReader } from '../../../../trainer/source/syntax.ts';
import { madeBy } from '../../../support/mutation.ts';
import { javaScriptCases, pythonCases, type Case } from './operators.cases.ts';

let reader: SyntaxReader;
before(async () => {
  reader = await openSyntaxReader();
});
after(() => reader[Symbol.dispose]());

function check(cases: readonly Case[], language: Language): void {
  for (const [operator, source, expected] of cases) {
    assert.deepEqual(madeBy(operator, source, language, reader), expected, `${operator}: ${source}`);
  }
}

test('each operator makes of Python what the table of cases says, and nothing else', () => {
  check(pythonCases, 'python');
});

test('each operator makes of JavaScript what the table of cases says, and nothing else', () => {
  check(javaScriptCases, 'javascript');
});

test('what is made of JavaScript is made of TypeScript too', () => {
  check(javaScriptCases, 'typescript');
});

test('there is a case for every operator, and no two operators have one name', () => {
  const names = operators.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const [cases, family] of [
    [pythonCases, 'python'],
    [javaScriptCases, 'javascript'],
  ] as const) {
    const tried = new Set(cases.filter(([, , made]) => made.length > 0).map(([name]) => name));
    const untried = operators.filter(({ name, nodes }) => nodes[family].length > 0 && !tried.has(name));
    assert.deepEqual(
      untried.map(({ name }) => name),
      [],
      family,
    );
  }
});
