import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import type { FoundFunction } from '../../../trainer/source/found.ts';
import type { SourceLanguage } from '../../../trainer/source/grammars.ts';

const finder = await openFunctionFinder();
after(() => {
  finder[Symbol.dispose]();
});

interface Case {
  readonly fact: string;
  readonly source: string;
  readonly found: readonly Partial<FoundFunction>[];
  /** All three grammars where not told otherwise. */
  readonly languages?: readonly SourceLanguage[];
}

const typed: readonly SourceLanguage[] = ['typescript', 'tsx'];

const cases: readonly Case[] = [
  {
    fact: 'a declaration with JSDoc',
    source: '/**\n * Adds.\n * @param {number} a\n */\nfunction add(a, b) {\n  return a + b;\n}\n',
    found: [
      {
        name: 'add',
        line: 5,
        endLine: 7,
        signature: 'function add(a, b)',
        documentation: 'Adds.\n@param {number} a',
        source: 'function add(a, b) {\n  return a + b;\n}',
        solution: 'function add(a, b) {\n  return a + b;\n}',
        nested: false,
      },
    ],
  },
  {
    fact: 'export is no part of the source, and the comment above it documents',
    source: '// Adds.\n// Twice.\nexport async function add(a) {\n  return a;\n}\n',
    found: [{ line: 3, documentation: 'Adds.\nTwice.', source: 'async function add(a) {\n  return a;\n}' }],
  },
  {
    fact: 'a default export has its own name or is called default',
    source: 'export default function named() {}\n',
    found: [{ name: 'named' }],
  },
  {
    fact: 'a function without a name that is the default export is called default',
    source: '/** Doubles. */\nexport default (x) => 2 * x;\n',
    found: [{ name: 'default', documentation: 'Doubles.', solution: '(x) => 2 * x' }],
  },
  {
    fact: 'an arrow function bound to a name is shown with its declaration',
    source: '/* Doubles. */\nexport const double = (x) => 2 * x;\n',
    found: [
      {
        name: 'double',
        documentation: 'Doubles.',
        signature: 'const double = (x) =>',
        source: 'const double = (x) => 2 * x;',
      },
    ],
  },
  {
    fact: 'of several declarators each is shown alone and the comment is the first one’s',
    source: '// One.\nlet a = () => 1,\n  // Two.\n  b = function* () { yield 2; },\n  c = 3;\n',
    found: [
      { name: 'a', line: 2, documentation: 'One.', source: 'let a = () => 1' },
      { name: 'b', line: 4, documentation: 'Two.', source: 'let b = function* () { yield 2; }' },
    ],
  },
  {
    fact: 'methods carry their class: static, asynchronous, accessors, private, computed, constructor',
    source:
      'class A {\n  /** m */\n  static async m(x) { return x; }\n  get v() { return 1; }\n  #p() { return 2; }\n' +
      '  *[Symbol.iterator]() { yield 1; }\n  constructor() {}\n  // field\n  f = async () => 3;\n}\n',
    found: [
      { name: 'A.m', documentation: 'm', signature: 'static async m(x)', line: 3 },
      { name: 'A.v', signature: 'get v()' },
      { name: 'A.#p' },
      { name: 'A.[Symbol.iterator]' },
      { name: 'A.constructor' },
      { name: 'A.f', documentation: 'field' },
    ],
  },
  {
    fact: 'functions of objects, of assigned objects and of class expressions carry the names around them',
    source:
      'const o = { a() {}, b: () => 1, "c-d": function () {}, n: { e() {} } };\n' +
      'module.exports = { g() {} };\nconst B = class { m() {} };\n',
    found: [
      { name: 'o.a' },
      { name: 'o.b', source: 'b: () => 1' },
      { name: 'o.c-d' },
      { name: 'o.n.e' },
      { name: 'module.exports.g' },
      { name: 'B.m' },
    ],
  },
  {
    fact: 'assigned functions are named after their target',
    source:
      'exports.z = function (a) {};\nmodule.exports.y = () => 1;\nA.prototype.w = function () {};\na.b = async () => 1;\n',
    found: [
      { name: 'z', source: 'exports.z = function (a) {};' },
      { name: 'y' },
      { name: 'A.w' },
      { name: 'a.b' },
    ],
  },
  {
    fact: 'callbacks without a name are passed over, named ones and those inside them are found',
    source:
      'run(() => 3);\nrun(function tick() {});\ndescribe("x", () => {\n  function helper() {}\n});\nconst { z = () => 1 } = w;\n',
    found: [
      { name: 'tick', nested: false },
      { name: 'helper', nested: true, line: 4, source: 'function helper() {}' },
    ],
  },
  {
    fact: 'a nested function is marked and named after the one around it',
    source: 'const outer = (x) => {\n  // Inner.\n  const inner = (y) => y;\n  return inner(x);\n};\n',
    found: [
      { name: 'outer', nested: false },
      { name: 'outer.inner', nested: true, documentation: 'Inner.', source: 'const inner = (y) => y;' },
    ],
  },
  {
    fact: 'parentheses around a function change nothing',
    source: 'const f = ((x) => x);\n',
    found: [{ name: 'f', source: 'const f = ((x) => x);' }],
  },
  {
    fact: 'remarks to tools and comments of another line are no documentation',
    source:
      '// eslint-disable-next-line\nfunction f() {}\n// far\n\nfunction g() {}\nlet x = 1; // of x\nfunction h() {}\n' +
      '/* of i */ let i = 1;\nfunction j() {}\n',
    found: [
      { name: 'f', documentation: null },
      { name: 'g', documentation: null },
      { name: 'h', documentation: null },
      { name: 'j', documentation: null },
    ],
  },
  {
    fact: 'a block comment in the function’s own line documents it',
    source: '/** Same line. */ function f() {}\n',
    found: [{ documentation: 'Same line.', source: 'function f() {}' }],
  },
  {
    fact: 'a comment inside the body documents nothing',
    source: 'function f() {\n  // inside\n  return 1;\n}\n',
    found: [{ documentation: null }],
  },
  {
    fact: 'a method’s text loses the class’s indentation, with tabs and Windows line ends',
    source: 'class A {\r\n\tm() {\r\n\t\treturn 1;\r\n\t}\r\n}\r\n',
    found: [{ source: 'm() {\n\treturn 1;\n}', line: 2, endLine: 4 }],
  },
  {
    fact: 'functions around a syntax error are found',
    source: 'function f() { return 1; }\nconst x = (1 + ;\nfunction g() { return 2; }\n',
    found: [{ name: 'f' }, { name: 'g' }],
  },
  {
    fact: 'characters beyond 16 bits do not shift anything',
    source: 'const s = "😀";\n// Größe 😀.\nfunction größe() { return "😀"; }\n',
    found: [{ name: 'größe', documentation: 'Größe 😀.', source: 'function größe() { return "😀"; }' }],
  },
  {
    fact: 'overloads, abstract methods and declarations have no body; the first overload’s comment documents',
    source:
      '/** Both. */\nexport function f(x: string): string;\nexport function f(x: number): number;\n' +
      'export function f(x: any) { return x; }\ndeclare function ext(x: number): void;\n' +
      'abstract class A {\n  abstract q(): void;\n  /** Two. */\n  o(x: string): void;\n  o(x: any) {}\n}\n',
    found: [
      { name: 'f', line: 4, documentation: 'Both.', signature: 'function f(x: any)' },
      { name: 'A.o', line: 10, documentation: 'Two.' },
    ],
    languages: typed,
  },
  {
    fact: 'types, decorators and namespaces are understood',
    source:
      'class A {\n  /** m */\n  @dec()\n  public async m<T>(\n    x?: T,\n  ): Promise<T> {\n    return x!;\n  }\n}\n' +
      'namespace N {\n  export function inner(): number { return 1; }\n}\nconst c = ((x) => x) as F;\n',
    found: [
      {
        name: 'A.m',
        line: 4,
        endLine: 8,
        documentation: 'm',
        signature: 'public async m<T>(x?: T): Promise<T>',
        source: '@dec()\npublic async m<T>(\n  x?: T,\n): Promise<T> {\n  return x!;\n}',
        language: 'typescript',
      },
      { name: 'N.inner', nested: false },
      { name: 'c' },
    ],
    languages: typed,
  },
  {
    fact: 'elements between functions are understood',
    source:
      '// Shows.\nconst Page = ({ name }) => <p onClick={() => 1}>{name}</p>;\nfunction f() { return <></>; }\n',
    found: [{ name: 'Page', documentation: 'Shows.' }, { name: 'f' }],
    languages: ['javascript', 'tsx'],
  },
];

const everywhere: readonly SourceLanguage[] = ['javascript', ...typed];

for (const { fact, source, found, languages = everywhere } of cases) {
  for (const language of languages) {
    test(`${language}: ${fact}`, () => {
      const actual = finder.find(source, language);
      assert.equal(actual.length, found.length, actual.map((one) => one.name).join(' '));
      found.forEach((expected, index) => {
        assert.deepEqual({ ...actual[index], ...expected }, actual[index]);
      });
    });
  }
}

test('what is found in a tsx file is TypeScript to a critic', () => {
  assert.equal(finder.find('function f() {}', 'tsx')[0]?.language, 'typescript');
  assert.equal(finder.find('function f() {}', 'javascript')[0]?.language, 'javascript');
});
