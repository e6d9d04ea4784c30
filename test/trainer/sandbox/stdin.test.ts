import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Exercise } from '../../../trainer/sandbox/types.ts';
import { callOf, openTestSandbox, results, stdin } from './support.ts';

const sandbox = await openTestSandbox();
after(() => sandbox[Symbol.asyncDispose]());

const python = (program: string, exercise: Exercise): Promise<unknown[]> =>
  results(sandbox, 'python', program, exercise);
const javascript = (program: string, exercise: Exercise): Promise<unknown[]> =>
  results(sandbox, 'javascript', program, exercise);

test('a program reads its input and is judged by what it prints', async () => {
  const program = 'import sys\nn = int(input())\nprint(n + sum(map(int, sys.stdin.read().split())), end="")';
  assert.deepEqual(await python(program, stdin('1\n2 3\n', '10\n', 'x\n')), [
    '6',
    '10',
    `raised: ValueError: invalid literal for int() with base 10: 'x' (line 2)`,
  ]);
});

test('Python reads its input in every way', async () => {
  for (const program of [
    'print(input() + input())',
    'import sys\nprint("".join(line.strip() for line in sys.stdin))',
    'print(open(0).read().replace("\\n", ""))',
    'import os\nprint(os.read(0, 100).decode().replace("\\n", ""))',
    'print("".join(open("/dev/stdin").read().split()))',
    'import sys\nprint(sys.stdin.buffer.read().decode().replace("\\n", ""))',
    'import fileinput\nprint("".join(line.strip() for line in fileinput.input(files=("-",))))',
  ]) {
    assert.deepEqual(await python(program, stdin('ä\nb\n')), ['äb\n'], program);
  }
});

test('JavaScript reads its input in every way', async () => {
  for (const program of [
    `console.log(require('fs').readFileSync(0, 'utf8').split('\\n').join(''))`,
    `console.log(require('node:fs').readFileSync('/dev/stdin').toString().split('\\n').join(''))`,
    `let s = ''; process.stdin.on('data', (d) => (s += d)).on('end', () => console.log(s.split('\\n').join('')))`,
    `let s = ''; process.stdin.setEncoding('utf8'); process.stdin.on('readable', () => { let c; while ((c = process.stdin.read()) !== null) s += c }); process.stdin.on('end', () => console.log(s.replace(/\\n/g, '')))`,
    `const lines = []; require('readline').createInterface({ input: process.stdin }).on('line', (l) => lines.push(l)).on('close', () => console.log(lines.join('')))`,
    `const rl = require('readline').createInterface({ input: process.stdin }); (async () => { let s = ''; for await (const l of rl) s += l; console.log(s) })()`,
    `const rl = require('readline').createInterface({ input: process.stdin }); rl.question('', (a) => rl.question('', (b) => { console.log(a + b); rl.close() }))`,
    `import { readFileSync } from 'fs'; console.log(readFileSync(0, 'utf-8').split('\\n').join(''))`,
    `let s = ''; for await (const c of process.stdin) s += c; console.log(s.split('\\n').join(''))`,
  ]) {
    assert.deepEqual(await javascript(program, stdin('ä\nb\n')), ['äb\n'], program);
  }
});

test('ending without an error is a normal end of a program', async () => {
  assert.deepEqual(await python('import sys\nprint(1)\nsys.exit()', stdin('')), ['1\n']);
  assert.deepEqual(await python('print(1)\nexit(0)', stdin('')), ['1\n']);
  assert.deepEqual(await python('import os\nprint(1, flush=True)\nos._exit(0)', stdin('')), ['1\n']);
  assert.deepEqual(await python('import atexit\natexit.register(lambda: print(2))\nprint(1)', stdin('')), [
    '1\n2\n',
  ]);
  assert.deepEqual(await javascript('console.log(1); process.exit(0)', stdin('')), ['1\n']);
  assert.deepEqual(await javascript('setTimeout(() => console.log(2), 20); console.log(1)', stdin('')), [
    '1\n2\n',
  ]);
});

test('a program is its main module, but not when its functions are called', async () => {
  const program = `def f(): return __name__\nif __name__ == '__main__': print(input())`;
  assert.deepEqual(await python(program, stdin('in\n')), ['in\n']);
  assert.deepEqual(await python(program, callOf()), ['solution']);
});
