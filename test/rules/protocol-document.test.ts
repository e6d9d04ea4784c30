/** A change of the protocol is an event: whoever changes a file of it reviews docs/protocol.md and renews its hash. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const protocol = new URL('../../trainer/protocol/', import.meta.url);
const document = new URL('../../docs/protocol.md', import.meta.url);

/** The lines at the end of the document: a file and the first 16 digits of its SHA-256. */
function reviewLines(): string[] {
  return readdirSync(protocol)
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, protocol), 'utf8').replaceAll('\r\n', '\n');
      return `${name} ${hash('sha256', text).slice(0, 16)}`;
    });
}

test('docs/protocol.md was reviewed after the last change of the protocol', () => {
  const text = readFileSync(document, 'utf8');
  const reviewed = /## Reviewed\n[^]*?```text\n([^]*?)```/.exec(text)?.[1];
  assert.equal(
    reviewed,
    `${reviewLines().join('\n')}\n`,
    'The protocol has changed. Read docs/protocol.md, bring it up to date, and put the expected lines at its end.',
  );
});

test('docs/protocol.md has a section for every file of the protocol', () => {
  const text = readFileSync(document, 'utf8');
  const missing = readdirSync(protocol).filter((name) => !text.includes(`\`trainer/protocol/${name}\``));
  assert.deepEqual(missing, []);
});
