"""Runs a program under test. This interpreter belongs to the program: nothing said here is believed further out.

`serve` takes one request and gives one reply, both JSON. A reply is the outcome of running something:
`{"status": "returned", "value": …}`, or another status with `error`.
"""

import atexit
import builtins
import collections
import operator
import random
import sys
import types

FILE = '<program>'
TESTS = '<tests>'
LONGEST_ERROR = 500
LARGEST_GLOBAL = 10**5

namespace = {}
kept = []


def serve(request):
    request = read_json(request)
    try:
        reply = OPERATIONS[request['operation']](request)
    except TooLarge as error:
        reply = {'status': 'output', 'error': str(error)}
    except BaseException as error:
        reply = describe(error)
    flush()
    return write_json(reply)


def flush():
    try:
        sys.stdout.flush()
    except BaseException:
        pass  # The program closed or replaced it: what it kept back is lost, as it would be elsewhere.


def load(request):
    """Runs the program in a new module; with `finish`, up to the end that a process would come to."""
    module = types.ModuleType(request['name'])
    module.__builtins__ = builtins
    sys.modules[request['name']] = module
    global namespace
    namespace = module.__dict__
    if request['seed'] is not None:
        random.seed(request['seed'])
    try:
        run(exec, compile(request['program'], FILE, 'exec', dont_inherit=True), namespace)
    except SystemExit as ending:
        if not request['finish'] or ending.code not in (None, 0):
            raise
    if request['finish']:
        run(atexit._run_exitfuncs)
    return {'status': 'returned', 'value': None}


def test(request):
    """Runs test code in the program's own namespace."""
    run(exec, compile(request['testCode'], TESTS, 'exec', dont_inherit=True), namespace)
    return {'status': 'returned', 'value': None}


def call(request):
    """Calls the entry point with fresh arguments."""
    function = find_entry_point(request['entryPoint'])
    result = run(function, *decode(request['input']))
    return {'status': 'returned', 'value': encode(result, request['room'])}


def run(function, *arguments, **keywords):
    """Calls something of the program; hooks that it set end with it."""
    try:
        return function(*arguments, **keywords)
    finally:
        sys.settrace(None)
        sys.setprofile(None)


def find_entry_point(name):
    """A name of the program, or a method of its class `Solution`, which some problem sets ask for."""
    if name in namespace:
        return namespace[name]
    solution = namespace.get('Solution')
    if isinstance(solution, type) and hasattr(solution, name):
        return getattr(solution(), name)
    raise NameError(f"the program defines no '{name}'")


def encode(value, room, keep=None):
    """Encodes with a depth of recursion that does not depend on the program's."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(8 * DEEPEST + limit)
    try:
        return Encoder(room, keep).encode(value)
    finally:
        sys.setrecursionlimit(limit)


def describe(error):
    """The outcome that an exception stands for; its text may be hostile too."""
    kind = type(error)
    name = type_name(kind)
    try:
        text = str(error)[:LONGEST_ERROR]
    except BaseException:
        text = '(its message cannot be read)'
    message = (f'{name}: {text}' if text else name) + place(error)
    return {'status': status_of(kind, text, error), 'error': message, 'raised': [name, text, inherits(kind, Exception)]}


def status_of(kind, text, error):
    if inherits(kind, SystemExit):
        return 'exited'
    if inherits(kind, MemoryError):
        return 'memory'
    if inherits(kind, ModuleNotFoundError) or text == "can't start new thread":
        return 'unsupported'
    if inherits(kind, OSError) and any('/asyncio/' in file for file, _ in places(error)):
        return 'unsupported'
    return 'raised'


def place(error):
    """Where the program or its tests were, as ` (line 3)` or ` (tests line 3)`."""
    found = [(error.filename, error.lineno)] if type(error) is SyntaxError else []
    found = [(file, line) for file, line in found + places(error) if file in (FILE, TESTS)]
    if not found:
        return ''
    file, line = found[-1]
    return f' ({"tests " if file == TESTS else ""}line {line})'


def places(error):
    """Files and lines that an exception came through, the innermost last."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        found.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return found


# What test code, which runs in another interpreter, asks of the program.


def describe_names(request):
    """Every public name of the program, with what the other interpreter should bind to it."""
    for line in request['imports']:
        try:
            exec(compile(line, FILE, 'exec', dont_inherit=True), namespace)
        except ImportError:
            pass
    names = [[name, describe_name(name, value)] for name, value in namespace.items() if not name.startswith('__')]
    return {'status': 'returned', 'value': names}


def describe_name(name, value):
    if isinstance(value, types.ModuleType):
        return {'kind': 'module', 'name': value.__name__}
    home = home_of(name, value)
    if home is not None:
        return {'kind': 'import', 'module': home[0], 'name': home[1]}
    if isinstance(value, type):
        bases = [base.__name__ for base in MRO(value) if base.__module__ == 'builtins']
        return {'kind': 'class', 'handle': keep(value), 'error': bases[0] if inherits(value, BaseException) else None}
    try:
        return {'kind': 'value', 'value': encode(value, LARGEST_GLOBAL, keep)}
    except TooLarge:
        return {'kind': 'value', 'value': {'$handle': [keep(value), type_name(type(value)), False]}}


def home_of(name, value):
    """The module and the name by which the other interpreter can import the same object from the standard library."""
    for module in (getattr(value, '__module__', None), type(value).__module__):
        if module in sys.stdlib_module_names and module in sys.modules:
            for attribute in (getattr(value, '__name__', None), name):
                if attribute is not None and getattr(sys.modules[module], attribute, None) is value:
                    return module, attribute
    return None


def invoke(request):
    """Calls a kept object, or one of Python's operators on it, and says what became of the arguments."""
    target = SPECIAL[request['special']] if 'special' in request else kept[request['handle']]
    arguments = decode(request['arguments'], lambda content: kept[content[0]])
    keywords = decode(request['keywords'], lambda content: kept[content[0]])
    result = encode(run(target, *arguments, **keywords), request['room'], keep)
    after = [changed(before, now, request['room']) for before, now in zip(request['arguments'], arguments)]
    return {'status': 'returned', 'value': {'result': result, 'after': after}}


def changed(before, now, room):
    """An argument that the program changed in place, encoded; None for one that it left alone."""
    if type(now) not in (list, dict, set, bytearray, collections.deque):
        return None
    after = encode(now, room, keep)
    return None if after == before else [after]


def keep(value):
    kept.append(value)
    return len(kept) - 1


SPECIAL = {
    **{name: getattr(builtins, name) for name in ('abs', 'bool', 'delattr', 'getattr', 'hash', 'iter', 'len', 'next')},
    **{name: getattr(builtins, name) for name in ('repr', 'setattr', 'str')},
    **{name: getattr(operator, name) for name in ('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains')},
    **{name: getattr(operator, name) for name in ('add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'neg')},
    **{name: getattr(operator, name) for name in ('and_', 'or_', 'xor', 'getitem', 'setitem', 'delitem')},
}

OPERATIONS = {'load': load, 'call': call, 'test': test, 'names': describe_names, 'invoke': invoke}
