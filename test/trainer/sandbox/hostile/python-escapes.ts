/** Python programs that try to leave: to files, processes, sockets, JavaScript, native code. */
import type { Hostile } from './row.ts';

const reads = (path: string): string => `print(open(${JSON.stringify(path)}).read())`;

export const pythonEscapes: readonly Hostile[] = [
  {
    name: 'reads a file of the host',
    program: reads('/etc/passwd'),
    status: 'raised',
    error: /FileNotFoundError/,
  },
  { name: 'reads its process', program: reads('/proc/self/environ'), status: 'raised' },
  { name: 'writes a file', program: `open('x.txt', 'w').write('x')`, status: 'raised', error: /Read-only/ },
  {
    name: 'appends to the library',
    program: `open('/lib/python314.zip', 'ab')`,
    status: 'raised',
    error: /Read-only/,
  },
  { name: 'deletes the library', program: `import os\nos.remove('/lib/python314.zip')`, status: 'raised' },
  { name: 'hides the library', program: `import os\nos.rename('/lib', '/lib2')`, status: 'raised' },
  { name: 'makes a folder', program: `import os\nos.mkdir('/made')`, status: 'raised' },
  { name: 'moves to another folder', program: `import os\nos.chdir('/')`, status: 'raised' },
  { name: 'forks', program: 'import os\nwhile True: os.fork()', status: 'raised' },
  { name: 'becomes another program', program: `import os\nos.execv('/bin/sh', ['sh'])`, status: 'raised' },
  { name: 'starts a program', program: `import subprocess\nsubprocess.run(['ls'])`, status: 'raised' },
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
  },
  {
    name: 'listens on a socket',
    program: 'import socket\nsocket.create_server(("", 8080))',
    status: 'raised',
  },
  { name: 'resolves a name', program: 'import socket\nsocket.gethostbyname("localhost")', status: 'raised' },
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
    program: 'import os\nprint(sorted(os.environ))',
    status: 'returned',
    value:
      "['HOME', 'LANG', 'LOGNAME', 'NO_COLOR', 'PATH', 'PWD', 'PYTHONHASHSEED', 'PYTHONINSPECT', 'USER', '_']\n",
  },
  {
    name: 'takes over the descriptors of its output',
    program: 'import os\nos.dup2(1, 2)',
    status: 'raised',
    error: /PermissionError/,
  },
];
