import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFrame, encodeLine, FrameReader, LineReader } from '../../../trainer/sandbox/worker/frames.ts';
import type { FromProcess } from '../../../trainer/sandbox/worker/protocol.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A source that hands out at most `step` bytes at a time. */
function sourceOf(parts: readonly Uint8Array[], step: number): (into: Uint8Array) => Promise<number | null> {
  let rest = Buffer.concat(parts);
  return (into) => {
    const count = Math.min(step, into.length, rest.length);
    into.set(rest.subarray(0, count));
    rest = rest.subarray(count);
    return Promise.resolve(count === 0 ? null : count);
  };
}

const start = { type: 'start', nonce: 'n', kind: 'python', wantsImage: false } as const;

test('frames arrive as they were sent, however the bytes are cut', async () => {
  const blobs = [
    { name: 'a', bytes: bytesOf('one') },
    { name: 'b', bytes: new Uint8Array(0) },
  ];
  for (const step of [1, 3, 1000]) {
    const reader = new FrameReader(sourceOf([...encodeFrame(start, blobs), ...encodeFrame(start)], step));
    const first = await reader.next();
    assert.deepEqual(first?.message, start);
    assert.deepEqual(
      [...(first?.blobs ?? [])],
      [
        ['a', bytesOf('one')],
        ['b', new Uint8Array(0)],
      ],
    );
    assert.deepEqual((await reader.next())?.blobs, new Map());
    assert.equal(await reader.next(), null);
  }
});

test('a source that ends within a frame has ended', async () => {
  const [length, header] = encodeFrame(start);
  assert.ok(length && header);
  assert.equal(await new FrameReader(sourceOf([length, header.subarray(1)], 100)).next(), null);
});

function heard(
  chunks: readonly Uint8Array[],
  nonce: string,
): { messages: FromProcess[]; attached: Uint8Array[]; noise: number } {
  const messages: FromProcess[] = [];
  const attached: Uint8Array[] = [];
  const reader = new LineReader((message, bytes) => {
    messages.push(message);
    if (bytes.length > 0) attached.push(bytes);
  });
  reader.expect(nonce);
  for (const chunk of chunks) reader.push(chunk);
  return { messages, attached, noise: reader.noise };
}

const done = { type: 'done', usable: true, bytes: 1 } as const;

test('answers are heard among anything else that is printed', () => {
  const noise = bytesOf(
    'x\n{"type":"done"}\nother {"type":"done","usable":true,"bytes":1}\nnonce {broken\nno end',
  );
  const { messages } = heard([noise, encodeLine('nonce', done), noise], 'nonce');
  assert.deepEqual(messages, [done]);
});

test('an answer is heard when its bytes come one by one', () => {
  const line = encodeLine('nonce', done);
  assert.deepEqual(
    heard(
      [...line].map((byte) => Uint8Array.of(byte)),
      'nonce',
    ).messages,
    [done],
  );
});

test('an answer with the nonce of another job is noise', () => {
  const { messages, noise } = heard([encodeLine('before', done)], 'nonce');
  assert.deepEqual(messages, []);
  assert.equal(noise, encodeLine('before', done).length);
});

test('nothing is an answer before a nonce is expected', () => {
  assert.deepEqual(heard([bytesOf('\n {"type":"done","usable":true,"bytes":1}\n')], '').messages, []);
});

test('noise is counted until the next answer, with and without line breaks', () => {
  assert.equal(heard([bytesOf('12345'), bytesOf('678\n'), bytesOf('9')], 'nonce').noise, 10);
  assert.equal(heard([bytesOf('12345'), encodeLine('nonce', done)], 'nonce').noise, 0);
});

test('raw bytes after an answer may contain anything', () => {
  const ready = { type: 'ready', attached: 8, pointers: { serve: 1, judge: 2, stack: 3 } } as const;
  const image = Uint8Array.of(10, 10, 0, 255, 110, 32, 123, 10);
  const line = encodeLine('nonce', ready);
  const { messages, attached } = heard(
    [Buffer.concat([line, image.subarray(0, 3)]), image.subarray(3), encodeLine('nonce', done)],
    'nonce',
  );
  assert.deepEqual(messages, [ready, done]);
  assert.deepEqual(
    attached.map((bytes) => [...bytes]),
    [[...image]],
  );
});
