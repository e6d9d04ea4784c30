/** Each process has one catalogue of what can go wrong: `trainer/errors/`, and `extension/errors/` for VS Code's host. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (file: string): string => readFileSync(`${repository}/${file}`, 'utf8');

/** They make a failure anew that another process or thread has told them, under its own code. */
const carriers = [
  'trainer/critic/server/server.ts',
  'trainer/engine/local/messages.ts',
  'trainer/run/control-client.ts',
];

const sources = ['trainer', 'extension'].flatMap((room) =>
  readdirSync(`${repository}/${room}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts')),
);
const catalogues = sources.filter((file) => /^(trainer|extension)\/errors\//.test(file));

test('failures are made in the catalogue of their process and nowhere else', () => {
  assert.ok(catalogues.length > 5, 'the catalogues were found');
  const others = sources.filter(
    (file) => !catalogues.includes(file) && textOf(file).includes('new TrainerError('),
  );
  assert.deepEqual(others.sort(), carriers);
});

test('a code stands for one failure', () => {
  const codes = catalogues.flatMap((file) =>
    [...textOf(file).matchAll(/new TrainerError\(\s*'([\w.-]+)'/g)].map(([, code]) => code),
  );
  assert.ok(codes.length > 50, 'the codes were found');
  assert.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
});
