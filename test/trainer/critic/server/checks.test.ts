/** What waits for a verdict, with a judge whose answers the test gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Remembered } from '../../../../trainer/critic/server/cache.ts';
import { Checks } from '../../../../trainer/critic/server/checks.ts';
import type { KeptFunction } from '../../../../trainer/critic/server/functions.ts';
import type { VisibleDocuments } from '../../../../trainer/protocol/critic-server.ts';

const correct: Remembered = { opinion: { state: 'correct', confidence: 0.9 }, critique: 'Fine.' };

const kept = (id: string, line: number, hash = `hash of ${id}`): KeptFunction => ({
  id,
  name: id,
  line,
  endLine: line + 2,
  subject: { question: `Do ${id}.`, solution: id, language: 'python' },
  hash,
  ignored: false,
});

/** Judgements begin as `begun` says; the test ends the one that runs. */
function openDesk(visible: VisibleDocuments = { documents: [] }) {
  const begun: string[] = [];
  const wordsAsked: boolean[] = [];
  const judged: string[] = [];
  const failures: unknown[] = [];
  let busy = false;
  let running: {
    answer: (value: Remembered) => void;
    fail: (error: unknown) => void;
    write: (text: string) => void;
  };
  const checks = new Checks({
    judge: ({ solution }, onText, signal, explains) => {
      begun.push(solution);
      wordsAsked.push(explains);
      const { promise, resolve, reject } = Promise.withResolvers<Remembered>();
      running = { answer: resolve, fail: reject, write: onText };
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      return promise;
    },
    visible: () => visible,
    isBusy: () => busy,
    judged: (uri, id, hash) => void judged.push(`${uri}#${id} ${hash}`),
    failed: (error) => void failures.push(error),
    changed: () => undefined,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    checks,
    begun,
    wordsAsked,
    judged,
    failures,
    write: (text: string) => running.write(text),
    answer: async (value = correct) => {
      running.answer(value);
      await settle();
    },
    fail: async (error: unknown) => {
      running.fail(error);
      await settle();
    },
    settle,
    type: () => (busy = true),
    rest: () => {
      busy = false;
      checks.goOn();
    },
  };
}

test('functions are judged one at a time, those in sight first', async () => {
  const desk = openDesk({ documents: [{ uri: 'a', ranges: [{ first: 50, last: 80 }] }] });
  // Begins at once, for nothing else waits yet.
  desk.checks.want('b', [kept('first', 0)], false);
  desk.checks.want('b', [kept('elsewhere', 9)], false);
  desk.checks.want('a', [kept('above', 0)], false);
  desk.checks.want('a', [kept('seen', 60)], false);
  assert.deepEqual(desk.begun, ['first']);
  for (let count = 0; count < 4; count++) await desk.answer();
  assert.deepEqual(desk.begun, ['first', 'seen', 'above', 'elsewhere']);
  assert.equal(desk.checks.waiting, 0);
});

test('what somebody asks for interrupts what nobody asked for, which is judged afterwards', async () => {
  const desk = openDesk();
  desk.checks.want('a', [kept('background', 0)], false);
  const followed = desk.checks.follow('a', kept('asked', 9), () => undefined, new AbortController().signal);
  await desk.settle();
  assert.deepEqual(desk.begun, ['background', 'asked']);
  await desk.answer();
  assert.deepEqual(await followed, correct);
  assert.deepEqual(desk.begun, ['background', 'asked', 'background']);
});

test('while somebody types, only what somebody asked for is begun', async () => {
  const desk = openDesk();
  desk.checks.want('a', [kept('running', 0)], false);
  desk.type();
  desk.checks.want('a', [kept('later', 5)], false);
  await desk.answer();
  assert.deepEqual(desk.begun, ['running']);
  desk.checks.want('a', [kept('asked for', 9)], true);
  await desk.answer();
  assert.deepEqual(desk.begun, ['running', 'asked for']);
  desk.rest();
  await desk.answer();
  assert.deepEqual(desk.begun, ['running', 'asked for', 'later']);
});

test('an edit ends the judgement of the function that it changed, and of no other', async () => {
  const desk = openDesk();
  desk.checks.want('a', [kept('one', 0)], false);
  desk.checks.want('a', [kept('two', 5)], false);
  desk.checks.settle('a', [kept('one', 0, 'another hash'), kept('two', 7)]);
  await desk.settle();
  assert.deepEqual(desk.begun, ['one', 'two']);
  assert.ok(!desk.checks.waits('a', kept('one', 0)));
  assert.ok(desk.checks.waits('a', kept('two', 7)));
  await desk.answer();
  assert.deepEqual(desk.judged, ['a#two hash of two']);
});

test('a verdict that comes after the edit is dropped', async () => {
  const desk = openDesk();
  desk.checks.want('a', [kept('one', 0)], false);
  const late = desk.answer();
  desk.checks.settle('a', []);
  await late;
  assert.deepEqual(desk.judged, []);
});

test('a function that changes while it waits is judged as it is then', async () => {
  const desk = openDesk();
  desk.checks.want('a', [kept('one', 0)], false);
  desk.checks.want('a', [kept('one', 0, 'newer')], false);
  await desk.settle();
  assert.deepEqual(desk.begun, ['one', 'one']);
  await desk.answer();
  assert.deepEqual(desk.judged, ['a#one newer']);
});

test('followers are told what is written, late ones what was written before', async () => {
  const desk = openDesk();
  const [early, late]: string[][] = [[], []];
  const { signal } = new AbortController();
  void desk.checks.follow('a', kept('one', 0), (text) => early?.push(text), signal);
  desk.write('It');
  void desk.checks.follow('a', kept('one', 0), (text) => late?.push(text), signal);
  desk.write('It adds');
  assert.deepEqual(
    [early, late],
    [
      ['It', 'It adds'],
      ['It', 'It adds'],
    ],
  );
  await desk.answer();
  assert.equal(desk.begun.length, 1);
});

test('a follower waits for the words of a critic that judged without, and the verdict is known before', async () => {
  const desk = openDesk();
  const silent: Remembered = { ...correct, critique: null };
  const { signal } = new AbortController();
  desk.checks.want('a', [kept('one', 0)], true);
  const followed = desk.checks.follow('a', kept('one', 0), () => undefined, signal);
  await desk.answer(silent);
  assert.deepEqual(desk.judged, ['a#one hash of one'], 'the verdict is there');
  assert.deepEqual(desk.wordsAsked, [false, true]);
  assert.equal(desk.checks.waiting, 1);
  await desk.answer();
  assert.deepEqual(await followed, correct);
  assert.equal(desk.checks.waiting, 0);
});

test('words that nobody waits for any more are not written', async () => {
  const desk = openDesk();
  const controller = new AbortController();
  const followed = desk.checks.follow('a', kept('one', 0), () => undefined, controller.signal);
  await desk.answer({ ...correct, critique: null });
  controller.abort(new Error('closed'));
  await assert.rejects(followed, { message: 'closed' });
  await desk.settle();
  assert.equal(desk.checks.waiting, 0);
});

test('a follower that leaves ends the judgement only where nobody else wants it', async () => {
  for (const [isWanted, waiting] of [
    [true, 1],
    [false, 0],
  ] as const) {
    const desk = openDesk();
    if (isWanted) desk.checks.want('a', [kept('one', 0)], false);
    const controller = new AbortController();
    const followed = desk.checks.follow('a', kept('one', 0), () => undefined, controller.signal);
    controller.abort(new Error('closed'));
    await assert.rejects(followed, { message: 'closed' });
    await desk.settle();
    assert.equal(desk.checks.waiting, waiting);
  }
});

test('when the critic fails, nothing waits any more and followers are told why', async () => {
  const desk = openDesk();
  desk.checks.want('a', [kept('one', 0)], false);
  desk.checks.want('a', [kept('two', 5)], false);
  const followed = desk.checks.follow('a', kept('one', 0), () => undefined, new AbortController().signal);
  const rejected = assert.rejects(followed, { message: 'no memory' });
  await desk.fail(new Error('no memory'));
  await rejected;
  assert.equal(desk.checks.waiting, 0);
  assert.equal(desk.failures.length, 1);
});

test('a function without a question is never judged', async () => {
  const desk = openDesk();
  const silent = { ...kept('silent', 0), subject: null };
  desk.checks.want('a', [silent], true);
  assert.equal(await desk.checks.follow('a', silent, () => undefined, new AbortController().signal), null);
  assert.deepEqual(desk.begun, []);
});

test('who has left before he follows is told so, and nothing is judged for him', async () => {
  const desk = openDesk();
  const reason = new Error('closed');
  const following = desk.checks.follow('a', kept('f', 1), () => undefined, AbortSignal.abort(reason));
  await assert.rejects(following, reason);
  assert.deepEqual([desk.begun, desk.checks.waiting], [[], 0]);
});
