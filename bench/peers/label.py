"""One program on its tests, as CPython itself executes it. Reads {"program", "tests", "io", "testCode", "seconds"} from
standard input, of the tests the kind that there is; prints {"passed": […], "reasons": […]}, one a test. What is equal is
what Python calls so, with tuples as lists and floats to six digits. Nothing keeps the program from doing harm."""

import io
import json
import math
import os
import signal
import sys


class OutOfTime(BaseException):
    pass


def stop(*_):
    raise OutOfTime()


def plain(value):
    if isinstance(value, (list, tuple, range)) or hasattr(value, "__next__"):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def same(expected, value):
    if isinstance(expected, list) and isinstance(value, list):
        return len(expected) == len(value) and all(map(same, expected, value))
    if isinstance(expected, float) or isinstance(value, float):
        try:
            return math.isclose(expected, value, rel_tol=1e-6, abs_tol=1e-9)
        except TypeError:
            return False
    return expected == value


def lines(text):
    return [line.strip() for line in text.strip().split("\n")]


def call(task, test):
    space = {"__name__": "program"}
    exec(compile(task["program"], "program", "exec"), space)
    # A copy, for a program may change what it is given.
    value = plain(space[task["entryPoint"]](*json.loads(json.dumps(test["input"]))))
    return "" if same(test["expected"], value) else f"returned {value!r:.200}"


def converse(task, test):
    sys.stdin, sys.stdout = io.StringIO(test["stdin"]), io.StringIO()
    try:
        exec(compile(task["program"], "program", "exec"), {"__name__": "__main__"})
        printed = sys.stdout.getvalue()
    finally:
        sys.stdin, sys.stdout = sys.__stdin__, sys.__stdout__
    return "" if lines(printed) == lines(test["stdout"]) else f"printed {printed!r:.200}"


def assertions(task, test_code):
    space = {"__name__": "program"}
    exec(compile(task["program"], "program", "exec"), space)
    exec(compile(test_code, "tests", "exec"), space)
    return ""


def attempt(run, task, test):
    signal.setitimer(signal.ITIMER_REAL, task["seconds"])
    try:
        return run(task, test)
    except OutOfTime:
        return "ran out of time"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:200] or "failed"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    task = json.load(sys.stdin)
    # What the program prints goes nowhere; the answer has an output of its own.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.signal(signal.SIGALRM, stop)
    kinds = {"tests": call, "io": converse, "testCode": assertions}
    kind = next(name for name in kinds if name in task)
    tests = [task[kind]] if kind == "testCode" else task[kind]
    reasons = [attempt(kinds[kind], task, test) for test in tests]
    json.dump({"passed": [reason == "" for reason in reasons], "reasons": reasons}, answer)
    answer.flush()
    os._exit(0)


main()
