"""Runs test code in an interpreter that the program under test never enters.

The program's names are bound to stand-ins. What a stand-in is called with, and what comes back, crosses by value, so
that no object of the program can answer a comparison here. Only objects that the test code itself makes from the
program's classes answer for themselves, because then their answers are what is being tested.
"""

import ast
import builtins
import importlib
import os
import sys
import types

CHANNEL = 100
ROOM = 2**24


class ProgramError(Exception):
    """An exception of the program that this interpreter has no type for."""


class ProgramEnd(BaseException):
    """What the program raised was not meant to be handled."""


class Remote:
    """Something of the program that is not plain data: it has attributes and can be called, and equals only itself."""

    def __init__(self, handle):
        object.__setattr__(self, '_handle', handle)

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return ask('getattr', self, name)

    def __setattr__(self, name, value):
        ask('setattr', self, name, value)

    def __delattr__(self, name):
        ask('delattr', self, name)

    def __call__(self, *arguments, **keywords):
        return invoke({'handle': self._handle}, arguments, keywords)

    def __repr__(self):
        return f'<object {self._handle} of the program>'


class RemoteIterator(Remote):
    def __iter__(self):
        return self

    def __next__(self):
        return ask('next', self)


class RemoteInstance(Remote):
    """An object that the test code made from one of the program's classes."""

    def __hash__(self):
        return ask('hash', self)


def operator(special):
    return lambda self, *operands: ask(special, self, *operands)


for method, special in {
    '__eq__': 'eq', '__ne__': 'ne', '__lt__': 'lt', '__le__': 'le', '__gt__': 'gt', '__ge__': 'ge',
    '__add__': 'add', '__sub__': 'sub', '__mul__': 'mul', '__truediv__': 'truediv', '__floordiv__': 'floordiv',
    '__mod__': 'mod', '__pow__': 'pow', '__neg__': 'neg', '__abs__': 'abs', '__and__': 'and_', '__or__': 'or_',
    '__xor__': 'xor', '__contains__': 'contains', '__getitem__': 'getitem', '__setitem__': 'setitem',
    '__delitem__': 'delitem', '__len__': 'len', '__iter__': 'iter', '__repr__': 'repr', '__str__': 'str',
    '__bool__': 'bool',
}.items():
    setattr(RemoteInstance, method, operator(special))


class RemoteClass(Remote):
    def __call__(self, *arguments, **keywords):
        made = Remote.__call__(self, *arguments, **keywords)
        return RemoteInstance(made._handle) if type(made) is Remote else made


def ask(special, *arguments):
    return invoke({'special': special}, arguments, {})


def invoke(target, arguments, keywords):
    request = {'operation': 'invoke', 'room': ROOM, **target}
    request['arguments'] = [Encoder(ROOM, handle_of).encode(argument) for argument in arguments]
    request['keywords'] = {name: Encoder(ROOM, handle_of).encode(argument) for name, argument in keywords.items()}
    value = exchange(request)
    for argument, after in zip(arguments, value['after']):
        if after is not None:
            update(argument, decode(after[0], stand_in))
    return decode(value['result'], stand_in)


def handle_of(value):
    if isinstance(value, Remote):
        return value._handle
    raise TypeError(f'the test code passes a {type(value).__name__}, which cannot leave its interpreter')


def update(argument, after):
    """Gives the test code's own list, dict or set the content that the program left in its copy."""
    if isinstance(argument, (list, bytearray)):
        argument[:] = after
        return
    argument.clear()
    argument.extend(after) if hasattr(argument, 'extend') else argument.update(after)


def stand_in(content):
    handle, _, iterates = content
    return RemoteIterator(handle) if iterates else Remote(handle)


def exchange(request):
    """Sends a request to the program's interpreter, which answers while this one waits."""
    os.write(CHANNEL, write_json(request))
    parts = []
    while part := os.read(CHANNEL, 2**20):
        parts.append(part)
    reply = read_json(b''.join(parts))
    if reply['status'] == 'returned':
        return reply['value']
    raise error_of(*reply['raised'], request.get('special') == 'next')


def error_of(name, text, is_exception, in_iteration):
    """The program's exception as one of this interpreter's, by name; only an iterator may end an iteration."""
    kind = errors.get(name) or getattr(builtins, name, None)
    if not is_exception:
        return ProgramEnd(f'{name}: {text}')
    if not isinstance(kind, type) or not issubclass(kind, Exception):
        return ProgramError(f'{name}: {text}')
    if issubclass(kind, StopIteration | StopAsyncIteration) and not in_iteration:
        return ProgramError(f'{name}: {text}')
    return kind(text)


main = types.ModuleType('__main__')
scope = main.__dict__
errors = {}


def judge(request):
    """Runs the test code to its end; every reply but `returned` says why that was not reached.

    What the test code takes for a builtin, or for a module without importing it, is that, whatever the program calls so.
    """
    request = read_json(request)
    reply = {'status': 'returned', 'value': None}
    sys.modules['__main__'] = main
    main.__builtins__ = builtins
    try:
        tree = ast.parse(request['testCode'], TESTS)
        imports = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        called = {function.id for function in functions if isinstance(function, ast.Name)}
        for name, what in exchange({'operation': 'names', 'imports': imports}):
            if name not in called and name in sys.stdlib_module_names:
                what = {'kind': 'module', 'name': name}
            if name == request['entryPoint'] or not hasattr(builtins, name):
                bind(name, what)
        exec(compile(tree, TESTS, 'exec', dont_inherit=True), scope)
    except SystemExit as ending:
        if ending.code not in (None, 0):
            reply = {'status': 'raised', 'error': f'SystemExit: {ending.code}'}
    except BaseException as error:
        reply = describe(error)
    return write_json(reply)


def bind(name, what):
    """Gives the test code a name of the program."""
    if name.startswith('__'):
        return
    if what['kind'] == 'class' and what['error'] is not None:
        scope[name] = errors[name] = type(name, (getattr(builtins, what['error'], Exception),), {})
    elif what['kind'] == 'class':
        scope[name] = RemoteClass(what['handle'])
    elif what['kind'] == 'value':
        scope[name] = decode(what['value'], stand_in)
    else:
        import_name(name, what)


def import_name(name, what):
    try:
        module = importlib.import_module(what['name'] if what['kind'] == 'module' else what['module'])
        scope[name] = module if what['kind'] == 'module' else getattr(module, what['name'])
    except (ImportError, AttributeError):
        pass  # The name then stays unknown to the test code.
