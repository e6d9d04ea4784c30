/** JavaScript programs that try to leave: to files, the network, processes, native code. */
import { pathToFileURL } from 'node:url';
import type { Hostile } from './row.ts';

/** These try it with a file of the host that is there. */
export const javascriptOnFile = (secretFile: string): readonly Hostile[] => [
  {
    name: 'reads a file',
    program: `console.log(Deno.readTextFileSync(${JSON.stringify(secretFile)}))`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'reads a file by node:fs',
    program: `console.log(require('fs').readFileSync(${JSON.stringify(secretFile)}, 'utf8'))`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'reads a file by import',
    program: `import('node:fs').then(fs => console.log(fs.readFileSync(${JSON.stringify(secretFile)}, 'utf8')))`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'imports a file',
    program: `import(${JSON.stringify(pathToFileURL(secretFile).href)})`,
    status: 'raised',
    error: /Requires read access/,
  },
  {
    name: 'replaces a file',
    program: `Deno.writeTextFileSync(${JSON.stringify(secretFile)}, 'x')`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'writes beside a file',
    program: `Deno.writeTextFileSync(${JSON.stringify(`${secretFile}.new`)}, 'x')`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'deletes a file',
    program: `Deno.removeSync(${JSON.stringify(secretFile)})`,
    status: 'raised',
    error: /NotCapable/,
  },
];

export const javascriptEscapes: readonly Hostile[] = [
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
    error: /Failed to create cache storage directory/,
  },
  {
    name: 'reads the environment',
    program: `console.log(Deno.env.get('CRITIQUE_CODER_TEST_SECRET'))`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'sees no environment',
    program: 'console.log(JSON.stringify(process.env))',
    status: 'returned',
    value: '{}\n',
  },
  { name: 'fetches a page', program: `fetch('http://127.0.0.1:80/')`, status: 'raised', error: /NotCapable/ },
  { name: 'connects', program: `Deno.connect({ port: 80 })`, status: 'raised', error: /NotCapable/ },
  {
    name: 'imports from the network',
    program: `import('https://example.com/x.js')`,
    status: 'raised',
    error: /Requires import access/,
  },
  {
    name: 'imports a package',
    program: `import('npm:left-pad')`,
    status: 'raised',
    error: /--no-npm is specified/,
  },
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
    error: /NotCapable/,
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
