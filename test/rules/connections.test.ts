/** Who connects to other machines, read from the sources: docs/network.md says for what. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const sources = ['trainer', 'extension', 'webview'].flatMap((area) =>
  readdirSync(`${repository}/${area}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${area}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(`${repository}/${file}`, 'utf8') })),
);

/** The sources that have, beyond types, something of the modules that match. */
function importersOf(module: string): string[] {
  const statement = new RegExp(`^import (?!type\\b)[^;]*'${module}'|\\bimport\\('${module}'`, 'm');
  return sources.filter(({ text }) => statement.test(text)).map(({ file }) => file);
}

test('Node modules are named as such, so that none escapes the eye', () => {
  const bare = builtinModules.filter((name) => !name.startsWith('node:'));
  const named = new RegExp(`\\b(?:from |(?:import|require)\\()'(?:${bare.join('|')})'`);
  assert.match("import { Socket } from 'net';", named);
  assert.deepEqual(
    sources.filter(({ text }) => named.test(text)).map(({ file }) => file),
    [],
  );
});

test('one file opens connections to other machines; the others have a local socket, or probe that there is no way out', () => {
  const clients = 'node:(?:http|https|http2|net|tls|dgram)|undici|ws';
  assert.deepEqual(importersOf(`(?:${clients})`).sort(), [
    'trainer/net/http.ts',
    'trainer/run/control-channel.ts',
    'trainer/run/control-client.ts',
    'trainer/run/control-server.ts',
    'trainer/sandbox/probe.ts',
  ]);
});

test('two rooms have it do so: those of the commands that docs/network.md lists', () => {
  const users = importersOf('[./]*/net/http\\.ts').map((file) => file.split('/').slice(0, 2).join('/'));
  assert.deepEqual([...new Set(users)].sort(), ['trainer/candidates', 'trainer/hub']);
});

test('nothing but a probe of the sandbox calls fetch, or opens a socket of the web', () => {
  const callers = sources.filter(({ text }) =>
    /\bfetch\(|new (?:WebSocket|EventSource|XMLHttpRequest)\b/.test(text),
  );
  assert.deepEqual(
    callers.map(({ file }) => file),
    ['trainer/sandbox/probes.ts'],
  );
});
