"""Makes a new interpreter ready to serve; what stands afterwards is the image that every program starts from."""

import builtins
import gc
import io
import sys

# What programs and their tests use most: importing compiles from source, which is too slow to do for each program.
COMMON = (
    'abc array ast atexit base64 binascii bisect calendar cmath collections collections.abc contextlib copy csv '
    'dataclasses datetime decimal enum fractions functools gc hashlib heapq importlib inspect io itertools json keyword '
    'linecache locale math numbers operator os pprint queue random re secrets statistics string struct sys textwrap '
    'threading time timeit traceback types typing unicodedata unittest urllib.parse uuid warnings weakref zlib'
)


def open_streams():
    """The standard streams as they are for a process whose streams are files."""
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), 'utf-8')
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, 'w', closefd=False)), 'utf-8')
    errors = io.BufferedWriter(io.FileIO(2, 'w', closefd=False))
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(errors, 'utf-8', 'backslashreplace', line_buffering=True)


def load_sources():
    """Runs the sources in one namespace of their own, whose builtins a program cannot replace."""
    scope = {'__name__': 'sandbox', '__builtins__': dict(vars(builtins))}
    for name in ('values', 'program', 'judge'):
        with open(f'/sources/{name}.py') as file:
            exec(compile(file.read(), f'<sandbox {name}>', 'exec'), scope)
    return scope['serve'], scope['judge']


for name in COMMON.split():
    __import__(name)
sys.argv = ['program.py']
open_streams()
sys.sandbox_serve, sys.sandbox_judge = load_sources()
gc.collect()
