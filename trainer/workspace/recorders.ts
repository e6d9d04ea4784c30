/**
 * What is put into a module so that calls of its functions are recorded while its tests run.
 *
 * A call becomes a line `{"file", "name", "input", "expected"}` of the file that a variable of the environment names.
 * Passed over are calls that raise, that change their arguments, whose arguments or results JSON does not carry there
 * and back, those after the first 200 of a function in a process, and those that would make a line of more than 64 KiB.
 * A recorder keeps what it needs of the language for itself, since tests put other things in its place.
 */
export const callsVariable = 'CRITIQUE_CODER_CALLS';

const mostCalls = 200;
const longestLine = 65_536;
const deepest = 50;

const python = `
def __critique_coder_record(module, file, names):
    import functools, inspect, json, math, os, types
    path = os.environ.get(${JSON.stringify(callsVariable)})
    if not path:
        return
    dumps, bind, start, write, close = json.dumps, inspect.signature, os.open, os.write, os.close
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT

    def plain(value, whole, depth=0):
        kind = type(value)
        if value is None or kind is bool:
            return True
        if kind is int:
            return abs(value) < 2 ** 53
        if kind is float:
            return math.isfinite(value) and str(value) != "-0.0" and (whole or value != int(value))
        if kind is str:
            return len(value) <= ${longestLine} and value.encode("utf-8") is not None
        if depth > ${deepest} or kind not in (list, dict) or len(value) > ${longestLine}:
            return False
        if kind is list:
            return all(plain(item, whole, depth + 1) for item in value)
        if len(value) == 1 and str(next(iter(value))).startswith("$"):
            return False
        return all(type(key) is str and plain(key, whole) for key in value) and all(
            plain(item, whole, depth + 1) for item in value.values()
        )

    def text_of(value, whole):
        return dumps(value) if plain(value, whole) else None

    def given(function, args, kwargs):
        try:
            if kwargs:
                bound = bind(function).bind(*args, **kwargs)
                if bound.kwargs:
                    return None
                args = bound.args
            return text_of(list(args), False)
        except Exception:
            return None

    def keep(name, arguments, result):
        try:
            expected = text_of(result, True)
            if expected is None:
                return
            place = '{"file":%s,"name":%s,' % (dumps(file), dumps(name))
            line = ('%s"input":%s,"expected":%s}\\n' % (place, arguments, expected)).encode("ascii")
            if len(line) > ${longestLine}:
                return
            target = start(path, flags, 0o600)
            try:
                write(target, line)
            finally:
                close(target)
        except Exception:
            return

    def recorded(name, function):
        left = [${mostCalls}]

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if left[0] <= 0:
                return function(*args, **kwargs)
            left[0] -= 1
            before = given(function, args, kwargs)
            result = function(*args, **kwargs)
            if before is not None and before == given(function, args, kwargs):
                keep(name, before, result)
            return result

        return wrapper

    for name in names:
        function = module.get(name)
        if isinstance(function, types.FunctionType):
            module[name] = recorded(name, function)
`;

/** Lines to stand at the end of a module. A float without a fraction is no input, for JSON makes a whole number of it. */
export function pythonRecorder(file: string, names: readonly string[]): string {
  const given = [file, names].map((value) => JSON.stringify(value)).join(', ');
  return `${python}\n\n__critique_coder_record(globals(), ${given})\ndel __critique_coder_record\n`;
}

const javaScript = `(file) => {
  const process = globalThis.process;
  const path = process && process.env && process.env.${callsVariable};
  const fs = path && process.getBuiltinModule && process.getBuiltinModule('node:fs');
  if (!fs) return (name, f) => f;
  const { openSync, writeSync, closeSync } = fs;
  const { stringify } = JSON;
  const { getPrototypeOf, getOwnPropertyDescriptor, getOwnPropertyDescriptors, defineProperties, is } = Object;
  const { ownKeys, apply, construct } = Reflect;
  const plainNumber = (value) =>
    Number.isFinite(value) && !is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  const plain = (value, depth) => {
    if (value === null || typeof value === 'boolean') return true;
    if (typeof value === 'number') return plainNumber(value);
    if (typeof value === 'string') return value.length <= ${longestLine} && value.isWellFormed();
    if (typeof value !== 'object' || depth > ${deepest}) return false;
    const keys = ownKeys(value);
    if (keys.length > ${longestLine}) return false;
    if (Array.isArray(value)) {
      if (getPrototypeOf(value) !== Array.prototype || keys.length !== value.length + 1) return false;
      return Array.from(value).every((item) => plain(item, depth + 1));
    }
    if (getPrototypeOf(value) !== Object.prototype) return false;
    if (keys.length === 1 && String(keys[0]).startsWith('$')) return false;
    return keys.every((key) => {
      const property = getOwnPropertyDescriptor(value, key);
      const fits = typeof key === 'string' && key !== '__proto__' && key.isWellFormed();
      return fits && property.enumerable && 'value' in property && plain(property.value, depth + 1);
    });
  };
  const textOf = (value) => {
    try {
      return plain(value, 0) ? stringify(value) : null;
    } catch {
      return null;
    }
  };
  const keep = (name, input, expected) => {
    const place = stringify({ file, name }).slice(0, -1);
    const line = place + ',"input":' + input + ',"expected":' + expected + '}\\n';
    if (Buffer.byteLength(line) > ${longestLine}) return;
    try {
      const target = openSync(path, 'a', 0o600);
      try {
        writeSync(target, line);
      } finally {
        closeSync(target);
      }
    } catch {}
  };
  return (name, f) => {
    let left = ${mostCalls};
    const wrapper = function (...values) {
      if (new.target) return construct(f, values, new.target === wrapper ? f : new.target);
      if (left <= 0) return apply(f, this, values);
      left -= 1;
      const input = textOf(values);
      const result = apply(f, this, values);
      const expected = input !== null && input === textOf(values) ? textOf(result) : null;
      if (expected !== null) keep(name, input, expected);
      return result;
    };
    try {
      defineProperties(wrapper, getOwnPropertyDescriptors(f));
    } catch {}
    return wrapper;
  };
}`.replace(/\s*\n\s*/g, ' ');

/** One line to stand before the first statement of a module: declarations of functions are there before it runs. */
export function javaScriptRecorder(file: string, names: readonly string[]): string {
  const recorded = names.map((name) => `${name} = record(${JSON.stringify(name)}, ${name});`).join(' ');
  return `;((record) => { ${recorded} })((${javaScript})(${JSON.stringify(file)}));`;
}
