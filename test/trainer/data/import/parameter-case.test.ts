import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withCaseOfBody } from '../../../../trainer/data/import/parameter-case.ts';

const cases = [
  {
    about: 'a parameter takes the case in which the body uses it',
    prompt: 'function f(testtup1, n) {',
    body: 'return testTup1.length + n;',
    expected: 'function f(testTup1, n) {',
  },
  {
    about: 'a parameter that is used as it is written stays',
    prompt: 'function f(list) {',
    body: 'const List = list; return List;',
    expected: 'function f(list) {',
  },
  {
    about: 'a name that the body declares itself is not the parameter',
    prompt: 'function f(total) {',
    body: 'let Total = 0; return Total;',
    expected: 'function f(total) {',
  },
  {
    about: 'texts, comments and properties are no uses',
    prompt: 'function f(name) {',
    body: 'return "Name" /* NAME */ + this.Name; // naMe',
    expected: 'function f(name) {',
  },
  {
    about: 'two ways of writing it decide nothing',
    prompt: 'function f(xy) {',
    body: 'return xY + Xy;',
    expected: 'function f(xy) {',
  },
  {
    about: 'a spread is a use',
    prompt: 'function f(list) {',
    body: 'return [...List];',
    expected: 'function f(List) {',
  },
  {
    about: 'names with a dollar are names',
    prompt: 'function f($a) {',
    body: 'return $A;',
    expected: 'function f($A) {',
  },
];

for (const { about, prompt, body, expected } of cases) {
  test(about, () => assert.equal(withCaseOfBody(prompt, body), expected));
}
