/** JavaScript programs that try to leave: to files, the network, processes, native code. */
import type { Hostile } from './row.ts';

export const javascriptEscapes: readonly Hostile[] = [
  {
    name: 'reads a file',
    program: `Deno.readTextFileSync('/etc/passwd')`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'reads a file by node:fs',
    program: `require('fs').readFileSync('/etc/passwd', 'utf8')`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'reads a file by import',
    program: `import('node:fs').then(fs => fs.readFileSync('/etc/passwd'))`,
    status: 'raised',
    error: /NotCapable/,
  },
  { name: 'imports a file', program: `import('file:///etc/passwd')`, status: 'raised' },
  {
    name: 'writes a file',
    program: `Deno.writeTextFileSync('x.txt', 'x')`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'writes to the cache',
    program: `caches.open('x').then(c => c.put('http://x/', new Response('x')))`,
    status: 'raised',
  },
  { name: 'reads the environment', program: `Deno.env.get('PATH')`, status: 'raised', error: /NotCapable/ },
  {
    name: 'sees no environment',
    program: 'console.log(Object.keys(process.env).length)',
    status: 'returned',
    value: '0\n',
  },
  { name: 'fetches a page', program: `fetch('http://127.0.0.1:80/')`, status: 'raised', error: /NotCapable/ },
  { name: 'connects', program: `Deno.connect({ port: 80 })`, status: 'raised', error: /NotCapable/ },
  { name: 'imports from the network', program: `import('https://example.com/x.js')`, status: 'raised' },
  { name: 'imports a package', program: `import('npm:left-pad')`, status: 'raised' },
  { name: 'requires a package', program: `require('left-pad')`, status: 'unsupported' },
  {
    name: 'starts a program',
    program: `new Deno.Command('/bin/ls').outputSync()`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'starts a program by Node',
    program: `const r = require('child_process').spawnSync('ls'); if (r.error) throw r.error`,
    status: 'raised',
  },
  {
    name: 'kills its parent',
    program: `Deno.kill(Deno.ppid, 'SIGKILL')`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'loads native code',
    program: `Deno.dlopen('libc.so.6', {})`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'asks for a permission',
    program: `Deno.permissions.request({ name: 'read' }).then(p => console.log(p.state))`,
    status: 'returned',
    value: 'denied\n',
  },
];
