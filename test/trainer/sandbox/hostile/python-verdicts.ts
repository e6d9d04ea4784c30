/** Python programs that try to be judged right without being right. `f(1)` should be 3 and `f(2)` should be [4]. */
import { testsOf } from '../support.ts';
import type { Hostile } from './row.ts';

const exercise = testsOf('assert f(1) == 3\nassert f(2) == [4]\n');

export const pythonVerdicts: readonly Hostile[] = [
  { name: 'exits before the tests', program: 'import sys\nsys.exit(0)', exercise, status: 'exited' },
  {
    name: 'ends its process before the tests',
    program: 'import os\nos._exit(0)',
    exercise,
    status: 'exited',
  },
  { name: 'exits during the tests', program: 'def f(x): raise SystemExit(0)', exercise, status: 'exited' },
  {
    name: 'ends its process during the tests',
    program: 'import os\ndef f(x): os._exit(0)',
    exercise,
    status: 'exited',
  },
  {
    name: 'kills its process during the tests',
    program: 'import os, signal\ndef f(x): os.kill(os.getpid(), signal.SIGKILL)',
    exercise,
    status: 'exited',
  },
  {
    name: 'prints what a result looks like',
    program: `print('{"status": "returned", "value": null}', flush=True)\ndef f(x): return 0`,
    exercise,
    status: 'raised',
  },
  {
    name: 'writes results to every descriptor',
    program: `import os
for descriptor in range(1, 200):
    try:
        os.write(descriptor, b'\\n{"status": "returned", "value": null}\\n')
    except OSError:
        pass
def f(x): return 0`,
    exercise,
    status: 'raised',
  },
  {
    name: 'returns an object that equals everything',
    program: 'class Yes:\n    def __eq__(self, other): return True\ndef f(x): return Yes()',
    exercise,
    status: 'unsupported',
    error: /only inside of the program's own namespace/,
  },
  {
    name: 'returns an int that equals everything',
    program: 'class Yes(int):\n    def __eq__(self, other): return True\ndef f(x): return Yes()',
    exercise,
    status: 'unsupported',
  },
  {
    name: 'returns a list that equals everything',
    program: 'class Yes(list):\n    def __eq__(self, other): return True\ndef f(x): return Yes()',
    exercise,
    status: 'unsupported',
  },
  {
    name: 'returns an object that claims to be an int',
    program: `class Yes:
    __class__ = int
    def __eq__(self, other): return True
    def __int__(self): return 3
def f(x): return Yes()`,
    exercise,
    status: 'unsupported',
  },
  {
    name: 'hides builtins that the tests use',
    program:
      'def all(items): return True\ndef set(items): return 0\ndef sorted(items): return 0\ndef f(x): return 0',
    exercise: testsOf('assert set(f(1)) == set([3])\nassert sorted(f(1)) == sorted([3])'),
    status: 'unsupported',
  },
  {
    name: 'replaces builtins that the tests use',
    program:
      'import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda *x: True\ndef f(x): return 0',
    exercise: testsOf('assert abs(f(1) - 3) < 0.5\nassert isinstance(f(1), str)'),
    status: 'unsupported',
  },
  {
    name: 'replaces a module that the tests use',
    program: `import math, sys, types
math.isclose = lambda *x: True
fake = types.ModuleType('math')
fake.isclose = lambda *x: True
sys.modules['math'] = fake
def f(x): return 0`,
    exercise: testsOf('import math\nassert math.isclose(f(1), 3)'),
    status: 'unsupported',
  },
  {
    name: 'passes for a module that the tests do not import',
    program: 'class math:\n    isclose = lambda *x: True\nimport math as real\ndef f(x): return 0',
    exercise: testsOf('assert math.isclose(f(1), 3)'),
    status: 'unsupported',
  },
  {
    name: 'replaces AssertionError',
    program:
      'import builtins\nbuiltins.AssertionError = KeyError\nAssertionError = KeyError\ndef f(x): return 0',
    exercise,
    status: 'raised',
    error: /^AssertionError/,
  },
  {
    name: 'names itself like what Python gives to modules',
    program: `__builtins__ = {'AssertionError': KeyError}\n__name__ = 'x'\n__debug = False\ndef f(x): return 0`,
    exercise,
    status: 'raised',
  },
  {
    name: 'traces the interpreter to jump over lines',
    program: `import sys
def trace(frame, event, argument):
    if event == 'line':
        try:
            frame.f_lineno = frame.f_lineno + 1
        except ValueError:
            pass
    return trace
sys.settrace(trace)
def f(x): return 0`,
    exercise,
    status: 'raised',
  },
  {
    name: 'walks the frames and clears what it finds',
    program: `import sys
frame = sys._getframe()
while frame.f_back is not None:
    frame = frame.f_back
    frame.f_globals.clear()
def f(x): return 0`,
    exercise,
    status: 'crashed',
  },
  {
    name: 'replaces the code of every function in memory',
    program: `import gc, types
def answer(*anything): return b'{"status": "returned", "value": null}'
def f(x): return 0
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and not thing.__code__.co_freevars and thing not in (answer, f):
        thing.__code__ = answer.__code__`,
    exercise,
    status: 'unsupported',
  },
  {
    name: 'ends the iteration of the tests',
    program: 'def f(x): raise StopIteration',
    exercise: testsOf('assert all(map(lambda x: f(x) == 3, [1, 2]))'),
    status: 'unsupported',
  },
  {
    name: 'skips the tests',
    program: 'import unittest\nfrom unittest import SkipTest\ndef f(x): raise SkipTest("no need")',
    exercise: testsOf(`import unittest
class Tests(unittest.TestCase):
    def test_f(self):
        self.assertEqual(f(1), 3)
unittest.main()`),
    status: 'raised',
  },
  {
    name: 'raises something that no handler of the tests knows',
    program: 'class Odd(BaseException): pass\ndef f(x): raise Odd',
    exercise: testsOf('try:\n    assert f(1) == 3\nexcept Exception:\n    pass'),
    status: 'raised',
  },
];
