/** What users write as an endpoint's address, and what must never be written there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointAddress } from '../../../../trainer/candidates/endpoint/address.ts';

const written = [
  'http://localhost:11434/v1',
  'http://localhost:11434/v1/',
  'http://localhost:11434/v1/chat/completions',
  'http://localhost:11434/v1/chat/completions/',
];

for (const text of written) {
  test(`${text} is asked at its path for completions`, () => {
    const { completions, models, shown } = endpointAddress(text);
    assert.equal(completions.href, 'http://localhost:11434/v1/chat/completions');
    assert.equal(models.href, 'http://localhost:11434/v1/models');
    assert.equal(shown, 'http://localhost:11434/v1');
  });
}

test('an address without a path stays without one', () => {
  const { completions, shown } = endpointAddress('https://models.example');
  assert.equal(completions.href, 'https://models.example/chat/completions');
  assert.equal(shown, 'https://models.example');
});

test('what follows a question mark is asked with and not shown', () => {
  const { completions, shown } = endpointAddress('https://models.example/v1?api-version=secret');
  assert.equal(completions.href, 'https://models.example/v1/chat/completions?api-version=secret');
  assert.equal(shown, 'https://models.example/v1');
});

test('only an encrypted address, or one of this machine, keeps a key private', () => {
  const isPrivate = (text: string): boolean => endpointAddress(text).isPrivate;
  for (const text of ['https://a.example/v1', 'http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])
    assert.equal(isPrivate(text), true, text);
  for (const text of ['http://a.example/v1', 'http://192.168.0.7:1234/v1', 'http://localhost.example'])
    assert.equal(isPrivate(text), false, text);
});

test('a name or a password in the address is refused and not repeated', () => {
  for (const text of ['https://ada:hunter2@models.example/v1', 'https://hunter2@models.example']) {
    assert.throws(
      () => endpointAddress(text),
      (cause: Error) =>
        (cause as Error & { code: string }).code === 'endpoint.credentials' &&
        cause.message.includes('models.example') &&
        !cause.message.includes('hunter2'),
    );
  }
});

test('what is no web address is refused, without what may be secret in it', () => {
  for (const text of [
    'localhost:11434',
    'ftp://models.example',
    '',
    'ada:hunter2@models.example?key=hunter2',
  ]) {
    assert.throws(
      () => endpointAddress(text),
      (cause: Error) =>
        (cause as Error & { code: string }).code === 'endpoint.bad-address' &&
        !cause.message.includes('hunter2'),
    );
  }
});
