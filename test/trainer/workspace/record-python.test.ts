import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execute, instrumented, recorded } from '../../support/recording.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { findAnyPython, skipWithout } from '../../support/workspace/python.ts';

const python = `"""A module."""
import functools

def half(x, by=2):
    """Halves."""
    return x / by

def grown(xs):
    """Grows in place."""
    xs.append(1)
    return len(xs)

def same(x):
    # No docstring, but a comment inside.
    return x

# Returns what it is given.
def back(x, *more, **named):
    return x

def thrown(x):
    """Raises."""
    raise ValueError(x)

@functools.lru_cache(None)
def cached(x):
    """Decorated."""
    return x

async def later(x):
    """A coroutine."""
    return x

class Box:
    def open(self):
        """A method."""
        return 1`;

const found = findAnyPython();
const skip = skipWithout(found, 'Python 3');
const pythonProgram = found ?? '';

test('calls of Python are recorded by position, however they were made', { skip }, async () => {
  const { names, text } = instrumented(python, 'python');
  assert.deepEqual(names, ['half', 'grown', 'back', 'thrown']);
  const driver = `import decimal, module
from module import half
half(3)
half(3, 4)
half(x=5, by=4)
half(by=4, x=7)
half(4)
half(4.5)
half(4.0)
module.grown([1])
module.same(1)
try:
    module.thrown(1)
except ValueError:
    pass
for one in [(1, 2), {1}, b"", float("nan"), -0.0, 2 ** 53, {1: 2}, {"$set": []}, decimal.Decimal(1), "\\ud800", 1j, [object()]]:
    module.back(one)
cycle = []
cycle.append(cycle)
module.back(cycle)
for one in [None, True, 0.5, -3, "\\u00fc", [[1], {"a": {"b": None}}]]:
    module.back(one)
module.back(1, 2, a=3)
module.back(1, 2)
print(half.__name__, half.__doc__, module.cached(1), hasattr(module, "__critique_coder_record"))
`;
  const { calls, stdout } = await recorded(
    { module: text, driver },
    ['module.py', 'driver.py'],
    pythonProgram,
  );
  assert.equal(stdout.trim(), 'half Halves. 1 False');
  assert.deepEqual(calls, [
    ...['half [3,1.5]', 'half [3,4,0.75]', 'half [5,4,1.25]', 'half [7,4,1.75]', 'half [4,2]'],
    'half [4.5,2.25]',
    ...['back [null,null]', 'back [true,true]', 'back [0.5,0.5]', 'back [-3,-3]', 'back ["ü","ü"]'],
    'back [[[1],{"a":{"b":null}}],[[1],{"a":{"b":null}}]]',
    'back [1,2,1]',
  ]);
});

test('without the variable nothing is recorded and nothing is wrapped', { skip }, async () => {
  const { text } = instrumented('def f(x):\n    """Doc."""\n    return x\n', 'python');
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'module.py'), text);
  const code = 'import module; print(module.f(1), hasattr(module.f, "__wrapped__"))';
  const { stdout } = await execute(pythonProgram, ['-c', code], { cwd: folder.path });
  assert.equal(stdout.trim(), '1 False');
});
