/** The programs that try what programs must not be able to do; each answers rows of [action, denied, what happened]. */

export const javascriptProbe = `
async function probe(secretFile, newFile, port, deno) {
  const rows = [];
  const attempt = async (action, act) => {
    try {
      const result = await act();
      rows.push([action, false, 'it succeeded: ' + String(result)]);
    } catch (error) {
      rows.push([action, true, String(error)]);
    }
  };
  const builtin = (await import('node:process')).getBuiltinModule;
  const address = 'http://127.0.0.1:' + port + '/';
  await attempt('read a file', () => Deno.readTextFileSync(secretFile));
  await attempt('read a file through node:fs', () => builtin('fs').readFileSync(secretFile, 'utf8'));
  await attempt('import a file', () => import('file://' + secretFile, { with: { type: 'text' } }));
  await attempt('list a folder', () => [...Deno.readDirSync('/')].length);
  await attempt('write a file', () => Deno.writeTextFileSync(newFile, 'x'));
  await attempt('write a file through node:fs', () => builtin('fs').writeFileSync(newFile, 'x'));
  await attempt('read the environment', () => Deno.env.get('PATH'));
  await attempt('connect to a port', async () => (await Deno.connect({ port, hostname: '127.0.0.1' })).close());
  await attempt('connect through node:net', () => new Promise((resolve, reject) => {
    builtin('net').connect(port, '127.0.0.1').on('connect', resolve).on('error', reject);
  }));
  await attempt('fetch a page', async () => (await fetch(address)).status);
  await attempt('import from the network', () => import(address + 'x.js'));
  await attempt('listen on a port', () => Deno.listen({ port: 0 }).addr);
  await attempt('resolve a name', () => Deno.resolveDns('localhost', 'A'));
  await attempt('run a program', () => new Deno.Command(deno, { args: ['--version'] }).outputSync().code);
  await attempt('run a program through node:child_process', () => {
    const { error, status } = builtin('child_process').spawnSync(deno, ['--version']);
    if (error) throw error;
    return status;
  });
  await attempt('signal a process', () => Deno.kill(Deno.ppid, 'SIGCONT'));
  await attempt('load a native library', () => {
    try {
      Deno.dlopen(deno, {});
    } catch (error) {
      // A file that is no library fails as well, but only after the loader was asked.
      if (error instanceof Deno.errors.NotCapable) throw error;
      return error;
    }
  });
  await attempt('read the name of the machine', () => Deno.hostname());
  await attempt('keep something in a cache on disk', async () => {
    await (await caches.open('x')).put('http://x/', new Response('x'));
  });
  await attempt('be granted a permission', async () => {
    const { state } = await Deno.permissions.request({ name: 'read' });
    if (state !== 'granted') throw new Error(state);
  });
  return rows;
}
`;

export const pythonProbe = `
import _socket, _thread, os

def probe(secret_file, new_file, port, deno):
    rows = []

    def attempt(action, act):
        try:
            rows.append([action, False, 'it succeeded: ' + str(act())])
        except BaseException as error:
            rows.append([action, True, type(error).__name__ + ': ' + str(error)])

    def connect():
        _socket.socket().connect(('127.0.0.1', port))

    def write(path):
        with open(path, 'w') as file:
            file.write('x')

    attempt('read a file', lambda: open(secret_file).read())
    attempt('write a file', lambda: write(new_file))
    attempt("write to the interpreter's own library", lambda: write('/lib/python314.zip'))
    attempt('connect to a port', connect)
    attempt('run a program', lambda: os.posix_spawn(deno, [deno, '--version'], {}))
    attempt('become another program', lambda: os.execv(deno, [deno, '--version']))
    attempt('fork', lambda: os.fork())
    attempt('start a thread', lambda: _thread.start_new_thread(print, ()))
    attempt('import js', lambda: __import__('js'))
    attempt('import pyodide_js', lambda: __import__('pyodide_js'))
    return rows
`;

/** Ways out of the interpreter that end the program which takes them, so each is a program of its own. */
export const reachingProbes: readonly (readonly [action: string, program: string])[] = [
  ['reach JavaScript through the core of Pyodide', 'import _pyodide_core'],
  ['load native code', 'import ctypes'],
];
