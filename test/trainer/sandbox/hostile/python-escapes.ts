/** Python programs that try to leave: to files, processes, sockets, JavaScript, native code. */
import type { Hostile } from './row.ts';

const reads = (path: string): string => `print(open(${JSON.stringify(path)}).read())`;

/** These try it with a file of the host that is there. */
export const pythonOnFile = (secretFile: string): readonly Hostile[] => [
  {
    name: 'reads a file of the host',
    program: reads(secretFile),
    status: 'raised',
    error: /FileNotFoundError/,
  },
  {
    name: 'replaces a file of the host',
    program: `open(${JSON.stringify(secretFile)}, 'w').write('x')`,
    status: 'raised',
    error: /Read-only/,
  },
];

export const pythonEscapes: readonly Hostile[] = [
  {
    name: 'reads its process',
    program: reads('/proc/self/environ'),
    status: 'raised',
    error: /FileNotFoundError/,
  },
  { name: 'writes a file', program: `open('x.txt', 'w').write('x')`, status: 'raised', error: /Read-only/ },
  {
    name: 'appends to the library',
    program: `open('/lib/python314.zip', 'ab')`,
    status: 'raised',
    error: /Read-only/,
  },
  {
    name: 'deletes the library',
    program: `import os\nos.remove('/lib/python314.zip')`,
    status: 'raised',
    error: /Read-only/,
  },
  {
    name: 'hides the library',
    program: `import os\nos.rename('/lib', '/lib2')`,
    status: 'raised',
    error: /Read-only/,
  },
  { name: 'makes a folder', program: `import os\nos.mkdir('/made')`, status: 'raised', error: /Read-only/ },
  {
    name: 'moves to another folder',
    program: `import os\nos.chdir('/')`,
    status: 'raised',
    error: /PermissionError/,
  },
  {
    name: 'forks',
    program: 'import os\nwhile True: os.fork()',
    status: 'raised',
    error: /Function not implemented/,
  },
  {
    name: 'becomes another program',
    program: `import os\nos.execv('/bin/sh', ['sh'])`,
    status: 'raised',
    error: /Exec format error/,
  },
  {
    name: 'starts a program',
    program: `import subprocess\nsubprocess.run(['ls'])`,
    status: 'raised',
    error: /does not support processes/,
  },
  {
    name: 'starts a shell',
    program: `import os\nprint(os.system('echo out'))`,
    status: 'returned',
    value: '-1\n',
  },
  {
    name: 'starts threads',
    program: 'import threading\nthreading.Thread(target=print).start()',
    status: 'unsupported',
  },
  {
    name: 'opens a socket',
    program: 'import socket\nsocket.create_connection(("127.0.0.1", 80))',
    status: 'raised',
    error: /gaierror/,
  },
  {
    name: 'listens on a socket',
    program: 'import socket\nsocket.create_server(("", 8080))',
    status: 'raised',
    error: /PermissionError/,
  },
  {
    name: 'resolves a name',
    program: 'import socket\nsocket.gethostbyname("localhost")',
    status: 'raised',
    error: /gaierror/,
  },
  { name: 'imports js', program: 'import js\njs.fetch("http://x")', status: 'unsupported' },
  { name: 'imports pyodide_js', program: 'import pyodide_js', status: 'unsupported' },
  {
    name: 'runs JavaScript by the core',
    program: 'import _pyodide_core',
    status: 'crashed',
    error: /leads out/,
  },
  { name: 'installs a package', program: '__import__("micropip").install("x")', status: 'unsupported' },
  { name: 'calls native code', program: 'import ctypes\nctypes.string_at(0, 100)', status: 'unsupported' },
  {
    name: 'looks for secrets in the environment',
    program: 'import os\nprint(sorted(os.environ.items()))',
    status: 'returned',
    value:
      "[('HOME', '/home'), ('LANG', 'C.UTF-8'), ('LOGNAME', 'web_user'), ('NO_COLOR', '1'), ('PATH', '/'), ('PWD', '/'), " +
      "('PYTHONHASHSEED', '0'), ('PYTHONINSPECT', '1'), ('USER', 'web_user'), ('_', './this.program')]\n",
  },
  {
    name: 'takes over the descriptors of its output',
    program: 'import os\nos.dup2(1, 2)',
    status: 'raised',
    error: /PermissionError/,
  },
];
