/** Python programs that try to break the interpreter or what runs it, and to stay for the next program. */
import { callOf } from '../support.ts';
import type { Hostile } from './row.ts';

export const pythonSabotage: readonly Hostile[] = [
  { name: 'aborts', program: 'import os\nos.abort()', status: 'crashed' },
  { name: 'kills itself', program: 'import os\nos.kill(os.getpid(), 9)', status: 'exited' },
  {
    name: 'interrupts itself',
    program: 'import signal\nsignal.raise_signal(signal.SIGINT)',
    status: 'raised',
  },
  { name: 'ends with a code', program: 'import sys\nsys.exit(3)', status: 'exited', error: /3/ },
  {
    name: 'closes its output',
    program: `import os, sys\nsys.stdout.close()\nos.close(1)\nos.close(2)`,
    status: 'returned',
    value: '',
  },
  {
    name: 'closes every descriptor',
    program: 'import os\nos.closerange(0, 256)\nprint(1)',
    status: 'returned',
    value: '1\n',
  },
  {
    name: 'replaces its output',
    program: 'import sys\nsys.stdout = None\nprint(1)',
    status: 'returned',
    value: '',
  },
  {
    name: 'deletes the builtins',
    program: 'import builtins\nbuiltins.__dict__.clear()',
    status: 'returned',
    value: '',
  },
  {
    name: 'replaces the import of modules',
    program: 'import builtins\nbuiltins.__import__ = None',
    status: 'returned',
    value: '',
  },
  {
    name: 'empties the table of modules',
    program: 'import sys\nsys.modules.clear()',
    status: 'returned',
    value: '',
  },
  {
    name: 'puts a false module in the place of a true one',
    program: `import sys, types\nsys.modules['math'] = types.ModuleType('math')\nsys.path.insert(0, '/home')`,
    status: 'returned',
    value: '',
  },
  {
    name: 'changes a builtin type',
    program: `import gc\ngc.get_referents(list.__dict__)[0]['append'] = None\ngc.get_referents(str.__dict__)[0].clear()`,
    status: 'crashed',
  },
  {
    name: 'changes how results are written',
    program: `import json\njson.JSONEncoder.encode = json.JSONEncoder.iterencode = json.encoder.c_make_encoder = json.dumps = None
json.encoder.encode_basestring_ascii = None
def f(): return 'x'`,
    exercise: callOf(),
    status: 'returned',
    value: 'x',
  },
  {
    name: 'hooks into everything that has a hook',
    program: `import gc, sys, threading
hook = lambda *x: print('hook')
sys.settrace(hook); sys.setprofile(hook); gc.callbacks.append(hook); sys.addaudithook(lambda *x: None)
sys.excepthook = sys.unraisablehook = sys.displayhook = threading.excepthook = hook
sys.setrecursionlimit(60); sys.setswitchinterval(100); gc.set_threshold(1); gc.freeze()
def f(): return 1`,
    exercise: callOf(),
    status: 'returned',
    value: 1,
  },
  {
    name: 'crafts code that the interpreter cannot run',
    program: `def f(): return 1
f.__code__ = f.__code__.replace(co_code=bytes([100, 255] * 50), co_consts=(), co_stacksize=0)
f()`,
    status: 'crashed',
  },
  {
    name: 'lies about types while it is described',
    program: `class Meta(type):
    __mro__ = property(lambda self: 1 / 0)
    __name__ = property(lambda self: 1 / 0)
    def __instancecheck__(self, other): return True
class Odd(metaclass=Meta):
    __class__ = property(lambda self: 1 / 0)
    def __getattribute__(self, name): raise KeyError(name)
    def __eq__(self, other): raise KeyError
    __hash__ = None
def f(): return [Odd(), {1: Odd()}]`,
    exercise: callOf(),
    status: 'returned',
    value: [{ $object: 'Odd' }, { $dict: [[1, { $object: 'Odd' }]] }],
  },
  {
    name: 'returns a list that holds itself',
    program: 'def f():\n    a = [1]\n    a.append(a)\n    return a',
    exercise: callOf(),
    status: 'returned',
    value: [1, { $cycle: 0 }],
  },
  {
    name: 'raises something without a text',
    program: 'class A(Exception):\n    def __str__(self): raise self\nraise A',
    status: 'raised',
    error: /cannot be read/,
  },
];
