/** Programs in Python that print what they do, for the markers' tests. */
import type { ProbeCase } from './probes-javascript.cases.ts';

export const pythonCases: readonly ProbeCase[] = [
  {
    fact: 'docstrings stay, of the module and of functions, and so do imports from the future',
    file: 'a.py',
    source: `#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""The module."""  # Why.
from __future__ import annotations

def f(x: Missing) -> Missing:
    """About f."""
    return x

def g(): "About g."

print(__doc__, f.__doc__, g.__doc__, f(1), g(), f.__annotations__)  # THE END
`,
    reached: ['f', 'g'],
  },
  {
    fact: 'an import from the future without a docstring before, and statements in one line after it',
    file: 'a.py',
    source: `from __future__ import (
    annotations,
)
x = 1; y = 2
def f(): x = 3; return x
def never(): pass
print(f(), x, y)  # THE END`,
    reached: ['f'],
  },
  {
    fact: 'decorators, methods of all kinds and names that a class would mangle',
    file: 'a.py',
    source: `import functools

class A:
    """A class."""

    def __init__(self, n):
        self.n = n

    @property
    def twice(self):
        return self.n * 2

    @twice.setter
    def twice(self, value):
        self.n = value // 2

    @staticmethod
    def one(): return 1

    @classmethod
    def make(cls, n):
        # Why.
        return cls(n)

    def __secret(self):
        global x
        x = self.n

    def tell(self):
        self.__secret()
        return x

    @functools.lru_cache(maxsize=None)
    def unused(self):
        return 1

a = A.make(2)
a.twice = 10
print(a.twice, A.one(), a.tell(), sorted(n for n in vars(A) if 'critique' in n))  # THE END
`,
    reached: [...['A.__init__', 'A.twice', 'A.twice', 'A.one', 'A.make', 'A.__secret', 'A.tell']],
  },
  {
    fact: 'generators, coroutines and nested functions',
    file: 'a.py',
    source: `import asyncio
def numbers():
    yield 1
def lazy():
    yield 1
async def later():
    return 2
async def each():
    yield 3
async def main():
    return [n async for n in each()]
def outer(n):
    k = n
    def inner():
        nonlocal k
        k += 1
        return k
    return inner()
lazy()
print(list(numbers()), asyncio.run(later()), asyncio.run(main()), outer(1))  # THE END
`,
    reached: ['numbers', 'later', 'each', 'main', 'outer', 'outer.inner'],
  },
  {
    fact: 'above a compound statement the marker has a line of its own, below a docstring it needs none',
    file: 'a.py',
    source: `import sys
def f(x):
    if x:
        return 1
def g(x):
	try:
		return 2
	finally:
		pass
def h(x):
    """About h."""
    for y in x:
        return y
def k():
    @staticmethod
    def inner(): return 4
    return inner
print(f(1), g(1), h([3]), k()())  # THE END
`,
    reached: ['f', 'g', 'h', 'k', 'k.inner'],
    shifts: 3,
  },
  {
    fact: 'a file that begins with a function is moved down a line',
    file: 'a.py',
    source: '# Why.\ndef f():\n    ...\nprint(f())  # THE END\n',
    reached: ['f'],
    shifts: 1,
  },
  {
    fact: 'functions of the system that a test replaces are not noticed, nor used',
    file: 'a.py',
    source: `import os, builtins
from unittest import mock
def f():
    return os.getcwd() + str(os.environ.get("CRITIQUE_CODER_REACHED"))
with mock.patch('os.open') as opened, mock.patch('os.write'), mock.patch('builtins.open'):
    with mock.patch('os.getcwd', lambda: 'here'), mock.patch.dict(os.environ, clear=True):
        print(f(), opened.call_count)  # THE END
`,
    reached: ['f'],
  },
  {
    fact: 'a decorator that is called while the file is loaded, recursion and errors',
    file: 'a.py',
    source: `def twice(f):
    return lambda *a: f(*a) * 2
@twice
def down(n):
    "Down."
    return 1 if n == 0 else down(n - 1)
def fail():
    raise ValueError("at the bottom")
print(down(3))
try: fail()
except ValueError as error: print(error)  # THE END
`,
    reached: ['twice', 'down', 'fail'],
    shifts: 1,
  },
];
