/** Programs that print what they do, for the markers' tests. `THE END` marks the line whose number is compared. */

export interface ProbeCase {
  readonly fact: string;
  readonly file: string;
  readonly source: string;
  /** Names of the functions whose bodies are run, in the order of the text. */
  readonly reached: readonly string[];
  /** Lines that markers push down; none unless told. */
  readonly shifts?: number;
}

export const javaScriptCases: readonly ProbeCase[] = [
  {
    fact: 'declarations, called before the text is run as far as them, and only those that are called',
    file: 'a.mjs',
    source:
      'console.log(early(2));\nexport function early(n) { return n + 1; }\nfunction never() {}\nasync function later() { return 2; }\nconsole.log(await later()); // THE END',
    reached: ['early', 'later'],
  },
  {
    fact: 'arrow functions whose body is an expression, an object, another arrow, a template or an await',
    file: 'a.mjs',
    source: `const add = (a, b) => a + b;
const make = (a) => ({ a });
const curry = (a) => (b) =>
  a * b; // Why.
const say = (a) => \`<\${a}>\`, wait = async () => await 3;
const pick = (xs) => xs
  .filter((x) => x > 1)
  .map((x) => x);
const all = [add(1, 2), make(3), curry(2)(4), say(5), await wait(), pick([1, 2]), add.name, make.name];
console.log(JSON.stringify(all)); // THE END
`,
    reached: ['add', 'make', 'curry', 'say', 'wait', 'pick'],
  },
  {
    fact: 'constructors of derived classes before super, accessors, static methods, private ones and fields',
    file: 'a.mjs',
    source: `class A { constructor(n) { this.n = n; } }
class B extends A {
  static count = 0;
  static { B.count = B.next(); }
  static next() { return 7; }
  constructor(n) { super(n * 2); }
  get twice() { return this.n * 2; }
  set twice(value) { this.n = value / 2; }
  #secret() { return this.n; }
  tell = () => this.#secret();
  *each() { yield this.n; }
  async *slow() { yield this.n; }
  unused() {}
}
const b = new B(2);
b.twice = 10;
const slow = [];
for await (const n of b.slow()) slow.push(n);
console.log(b.twice, b.tell(), [...b.each()], slow, B.count); // THE END
`,
    reached: [
      ...['A.constructor', 'B.next', 'B.constructor', 'B.twice', 'B.twice', 'B.#secret', 'B.tell'],
      ...['B.each', 'B.slow'],
    ],
  },
  {
    fact: 'a generator is reached when its body is run, not when it is called',
    file: 'a.mjs',
    source: `function* run() { yield 1; }
function* rest() { yield 1; }
rest();
console.log([...run()]); // THE END
`,
    reached: ['run'],
  },
  {
    fact: 'directives stay directives, with a semicolon and without',
    file: 'a.cjs',
    source: `function strict() { 'use strict'; return this === undefined; }
function alsoStrict() {
  'use strict'
  return this === undefined;
}
function sloppy() { return this === undefined; }
function text() { return 'use strict'; }
module.exports.run = function () { return [strict(), alsoStrict(), sloppy(), text()]; };
console.log(module.exports.run()); // THE END`,
    reached: ['strict', 'alsoStrict', 'sloppy', 'text', 'run'],
  },
  {
    fact: 'a module that gives names of the system to something else',
    file: 'a.mjs',
    source: `const Set = null, Symbol = null, fs = null, require = null;
function process(x) { return [x, Set, Symbol, fs, require]; }
console.log(process(1)); // THE END
`,
    reached: ['process'],
  },
  {
    fact: 'recursion and errors that are thrown go their way',
    file: 'a.mjs',
    source: `const down = (n) => n === 0 ? fail() : down(n - 1);
function fail() { throw new Error('at the bottom'); }
try { down(50); } catch (error) { console.log(error.message); } // THE END
`,
    reached: ['down', 'fail'],
  },
  {
    fact: 'types are stripped as before: overloads, generics, predicates, assertions, satisfies',
    file: 'a.ts',
    source: `function pick(a: string): string;
function pick(a: number): number;
function pick(a: unknown): unknown { return a; }
const isText = (x: unknown): x is string => typeof x === 'string';
const first = <T,>(xs: readonly T[]): T | undefined => xs[0];
const as = (x: unknown) => x as number;
const made = () => ({ a: 1 }) satisfies { a: number };
abstract class Shape { abstract area(): number; twice(): number { return this.area() * 2; } }
class Square extends Shape { side = 2; override area(): number { return this.side ** 2; } }
function sure(x: unknown): asserts x is string { if (typeof x !== 'string') throw new Error('no'); }
sure('x');
console.log(pick(1), isText(2), first([3]), as(4), made(), new Square().twice()); // THE END
`,
    reached: ['pick', 'isText', 'first', 'as', 'made', 'Shape.twice', 'Square.area', 'sure'],
  },
  {
    fact: 'with the line ends of Windows',
    file: 'a.mjs',
    source: 'function f() {\r\n  return 1;\r\n}\r\nconsole.log(f()); // THE END\r\n',
    reached: ['f'],
  },
];
