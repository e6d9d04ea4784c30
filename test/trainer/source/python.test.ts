import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import type { FoundFunction } from '../../../trainer/source/found.ts';

const finder = await openFunctionFinder();
after(() => {
  finder[Symbol.dispose]();
});

interface Case {
  readonly fact: string;
  readonly source: string;
  readonly found: readonly Partial<FoundFunction>[];
}

const cases: readonly Case[] = [
  {
    fact: 'a docstring is the documentation and leaves the solution',
    source: 'def f(xs):\n    """Return the sum."""\n    return sum(xs)\n',
    found: [
      {
        name: 'f',
        language: 'python',
        line: 1,
        endLine: 3,
        signature: 'def f(xs):',
        documentation: 'Return the sum.',
        source: 'def f(xs):\n    """Return the sum."""\n    return sum(xs)',
        solution: 'def f(xs):\n    return sum(xs)',
        nested: false,
      },
    ],
  },
  {
    fact: 'a docstring of several lines loses its common indentation',
    source: 'def f():\n    """Top.\n\n        Deep.\n    Back.\n    """\n    return 1\n',
    found: [{ documentation: 'Top.\n\n    Deep.\nBack.', solution: 'def f():\n    return 1' }],
  },
  {
    fact: 'raw, single-quoted and joined strings are docstrings',
    source: "def f():\n    r'''Raw \\d.'''\n    return 1\n\ndef g():\n    'One.' ' Two.'\n    return 2\n",
    found: [{ documentation: 'Raw \\d.' }, { documentation: 'One. Two.' }],
  },
  {
    fact: 'a formatted string, a bytes string and an empty one document nothing',
    source:
      'def f():\n    f"{1}"\n    return 1\n\ndef g():\n    b"x"\n\ndef h():\n    """ """\n    return 1\n',
    found: [
      { name: 'f', documentation: null },
      { name: 'g', documentation: null },
      { name: 'h', documentation: null },
    ],
  },
  {
    fact: 'a function that is only a docstring becomes pass',
    source: 'def f():\n    """Nothing yet."""\n    # to be written\n',
    found: [{ endLine: 2, solution: 'def f():\n    pass' }],
  },
  {
    fact: 'a docstring in the line of its function is cut out of it',
    source: 'def f(): "Doc."; return 1\n',
    found: [{ documentation: 'Doc.', solution: 'def f(): return 1' }],
  },
  {
    fact: 'a comment in front of the docstring stays in the solution',
    source: 'def f():\n    # why\n    """Doc."""\n    return 1\n',
    found: [{ documentation: 'Doc.', solution: 'def f():\n    # why\n    return 1' }],
  },
  {
    fact: 'the comment directly above documents, without signs, rules and remarks to tools',
    source: '# pylint: disable=all\n# ------\n# Return one,\n#  always.\ndef f():\n    return 1\n',
    found: [{ line: 5, documentation: 'Return one,\n always.', solution: 'def f():\n    return 1' }],
  },
  {
    fact: 'the docstring goes before the comment above',
    source: '# Comment.\ndef f():\n    """Doc."""\n    return 1\n',
    found: [{ documentation: 'Doc.' }],
  },
  {
    fact: 'a comment behind a blank line, behind code or in another column is not of the function',
    source:
      '# far\n\ndef f():\n    return 1\n    # end of f\ndef g():\n    return 2\nx = 1  # of x\ndef h():\n    return 3\n',
    found: [
      { name: 'f', endLine: 4, documentation: null },
      { name: 'g', documentation: null },
      { name: 'h', documentation: null },
    ],
  },
  {
    fact: 'an interpreter line and a coding line are no documentation',
    source: '#!/usr/bin/env python\n# -*- coding: utf-8 -*-\ndef f():\n    return 1\n',
    found: [{ documentation: null }],
  },
  {
    fact: 'a method carries its class, and decorators belong to the source but not to the line',
    source:
      'class A:\n    class B:\n        # Half.\n        @property\n        def half(self):\n            return self.x / 2\n',
    found: [
      {
        name: 'A.B.half',
        line: 5,
        endLine: 6,
        documentation: 'Half.',
        source: '@property\ndef half(self):\n    return self.x / 2',
        nested: false,
      },
    ],
  },
  {
    fact: 'the first method’s comment is found although the tree holds it outside the class body',
    source: 'class A:\n    # First.\n    def f(self):\n        return 1\n',
    found: [{ name: 'A.f', documentation: 'First.' }],
  },
  {
    fact: 'a nested function is found, marked, and named after the one around it',
    source: 'def outer(x):\n    def inner(y):\n        """Doc."""\n        return y\n    return inner(x)\n',
    found: [
      { name: 'outer', nested: false, endLine: 5 },
      { name: 'outer.inner', nested: true, line: 2, endLine: 4, solution: 'def inner(y):\n    return y' },
    ],
  },
  {
    fact: 'a method of a class inside a function is nested',
    source: 'def make():\n    class A:\n        def m(self):\n            return 1\n    return A\n',
    found: [{ name: 'make' }, { name: 'make.A.m', nested: true }],
  },
  {
    fact: 'asynchronous functions and generators are functions',
    source: 'async def f(x: int = 3, *, y) -> int:\n    return x\n\ndef g():\n    yield 1\n',
    found: [{ name: 'f', signature: 'async def f(x: int = 3, *, y) -> int:' }, { name: 'g' }],
  },
  {
    fact: 'a signature over several lines is put on one',
    source: 'def f(\n    a: int,\n    b: list[int] = [1],\n) -> dict[str, int]:\n    return {}\n',
    found: [{ signature: 'def f(a: int, b: list[int] = [1]) -> dict[str, int]:', line: 1, endLine: 5 }],
  },
  {
    fact: 'overload signatures are passed over',
    source:
      '@overload\ndef f(x: int) -> int: ...\n@typing.overload\ndef f(x: str) -> str: ...\ndef f(x):\n    return x\n',
    found: [{ name: 'f', line: 5 }],
  },
  {
    fact: 'functions in conditions and in try are found, lambdas are not',
    source:
      'if A:\n    # Yes.\n    def f(): return 1\ntry:\n    def g(): return 2\nexcept E:\n    pass\nh = lambda x: x\n',
    found: [{ name: 'f', documentation: 'Yes.' }, { name: 'g' }],
  },
  {
    fact: 'functions around a syntax error are found',
    source:
      'def f():\n    return 1\n\ndef broken(x:\n    return 1\n\ndef g():\n    """Fine."""\n    return 2\n',
    found: [{ name: 'f' }, { name: 'g', line: 7, documentation: 'Fine.' }],
  },
  {
    fact: 'Windows line ends become plain ones and do not move lines',
    source: 'x = 1\r\ndef f():\r\n    """Doc\r\n    more."""\r\n    return 1\r\n',
    found: [{ line: 2, endLine: 5, documentation: 'Doc\nmore.', solution: 'def f():\n    return 1' }],
  },
  {
    fact: 'tabs are indentation',
    source: 'class A:\n\tdef f(self):\n\t\t"""Doc."""\n\t\tif self:\n\t\t\treturn 1\n',
    found: [{ solution: 'def f(self):\n\tif self:\n\t\treturn 1', documentation: 'Doc.' }],
  },
  {
    fact: 'characters beyond ASCII and beyond 16 bits do not shift anything',
    source: '# 😀 größe\ns = "😀é"\n\ndef größe(ü):\n    """Länge 😀."""\n    return "😀"\n',
    found: [
      { name: 'größe', line: 4, documentation: 'Länge 😀.', solution: 'def größe(ü):\n    return "😀"' },
    ],
  },
  {
    fact: 'a source without functions has none',
    source: 'x = 1\n# def f(): pass\n"def g(): pass"\n',
    found: [],
  },
  { fact: 'an empty source has none', source: '', found: [] },
];

for (const { fact, source, found } of cases) {
  test(`Python: ${fact}`, () => {
    const actual = finder.find(source, 'python');
    assert.equal(actual.length, found.length, actual.map((one) => one.name).join(' '));
    found.forEach((expected, index) => {
      assert.deepEqual({ ...actual[index], ...expected }, actual[index]);
    });
  });
}
