/** Python programs that try to use up time, memory, stack and output. */
import { callOf } from '../support.ts';
import { soon, type Hostile } from './row.ts';

export const pythonFloods: readonly Hostile[] = [
  { name: 'loops', program: 'while True: pass', limits: soon, status: 'timeout' },
  {
    name: 'loops and handles everything',
    program: 'while True:\n    try:\n        while True: pass\n    except BaseException:\n        continue',
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'loops where Python does not look',
    program: 'sum(range(10**12))',
    limits: soon,
    status: 'timeout',
  },
  { name: 'sleeps', program: 'import time\ntime.sleep(10**6)', limits: soon, status: 'timeout' },
  {
    name: 'matches for ever',
    program: `import re\nre.match('(a+)+$', 'a' * 60 + 'b')`,
    limits: soon,
    status: 'timeout',
  },
  { name: 'computes a giant power', program: 'x = 7 ** (10 ** 8)', limits: soon, status: 'timeout' },
  {
    name: 'loops while it ends',
    program: 'import atexit\n@atexit.register\ndef f():\n    while True: pass',
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'loops while an object is deleted',
    program: 'class A:\n    def __del__(self):\n        while True: pass\ndef f():\n    A()\n    return 1',
    exercise: callOf(),
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'loops while its exception is described',
    program: 'class A(Exception):\n    def __str__(self):\n        while True: pass\nraise A',
    limits: soon,
    status: 'timeout',
  },
  { name: 'writes a giant number', program: 'print(10 ** 10 ** 6)', status: 'raised', error: /ValueError/ },
  { name: 'doubles a list', program: 'a = [0]\nwhile True: a += a', status: 'memory' },
  { name: 'repeats a text', program: `a = 'a' * 2 ** 30`, status: 'memory' },
  { name: 'asks for much at once', program: 'bytearray(2 ** 30)', status: 'memory' },
  { name: 'fills a dict', program: 'a = {}\nwhile True: a[len(a)] = [0] * 1000', status: 'memory' },
  { name: 'nests for ever', program: 'a = []\nwhile True: a = [a, bytes(1000)]', status: 'memory' },
  {
    name: 'fills memory and handles the error',
    program:
      'a = []\nwhile True:\n    try:\n        while True: a.append(bytes(10**6))\n    except MemoryError:\n        pass',
    limits: soon,
    status: 'timeout',
  },
  { name: 'recurses', program: 'def f(): return f()\nf()', status: 'raised', error: /RecursionError/ },
  {
    name: 'recurses without a limit',
    program:
      'import sys\nsys.setrecursionlimit(10 ** 9)\nclass A:\n    def __getattr__(self, name): return getattr(self, name)\nA().x',
    status: 'raised',
    error: /RecursionError/,
  },
  {
    name: 'prints a deeply nested list',
    program: 'a = []\nfor i in range(10 ** 5): a = [a]\nprint(repr(a))',
    status: 'raised',
    error: /RecursionError/,
  },
  {
    name: 'compares lists that hold themselves',
    program: 'a = []; a.append(a)\nb = []; b.append(b)\na == b',
    status: 'raised',
  },
  { name: 'nests source text', program: `eval('(' * 10 ** 5)`, status: 'raised' },
  { name: 'floods stdout', program: `while True: print('x' * 100)`, status: 'output' },
  { name: 'floods stdout with one line', program: `print('x' * 10 ** 7)`, status: 'output' },
  { name: 'floods stderr', program: `import sys\nwhile True: sys.stderr.write('x' * 100)`, status: 'output' },
  {
    name: 'returns too much',
    program: `def f(): return ['x' * 1000] * 1000`,
    exercise: callOf(),
    status: 'output',
  },
  {
    name: 'returns something endless',
    program: 'import itertools\ndef f(): return itertools.count()',
    exercise: callOf(),
    status: 'output',
  },
  {
    name: 'returns something too deep',
    program: 'def f():\n    a = []\n    for i in range(10**4): a = [a]\n    return a',
    exercise: callOf(),
    status: 'output',
  },
  {
    name: 'returns an iterator that never yields',
    program: 'def f():\n    while True: pass\n    yield',
    exercise: { kind: 'calls', entryPoint: 'g', inputs: [[]] },
    status: 'raised',
    error: /NameError/,
  },
  {
    name: 'raises something giant',
    program: `raise ValueError('x' * 10 ** 7)`,
    status: 'raised',
    error: /^ValueError: x{500} \(line 1\)$/,
  },
];
