/** What `critique-coder model` takes, asks and shows, without a process of its own. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../../trainer/commands/command.ts';
import { modelCommand } from '../../../trainer/commands/model.ts';
import { confirm } from '../../../trainer/commands/confirm.ts';
import { loadProgress } from '../../../trainer/commands/model/progress.ts';
import { progressText } from '../../../trainer/commands/model/words.ts';
import type { ModelMessage, ModelProgress } from '../../../trainer/protocol/hub.ts';

const signal = new AbortController().signal;

const progress = (changes: Partial<ModelProgress> = {}): ModelProgress => ({
  type: 'progress',
  file: 'model.safetensors',
  doneBytes: 400e6,
  totalBytes: 1e9,
  bytesPerSecond: 40e6,
  secondsLeft: 15,
  ...changes,
});

test('wrong usage is told before anybody is asked', async () => {
  const wrong: readonly (readonly [RegExp, readonly string[], Record<string, string | boolean>?])[] = [
    [/say get, describe or list/, []],
    [/say get, describe or list/, ['load', 'ada/tiny']],
    [/name one model/, ['get']],
    [/name one model/, ['get', 'ada/tiny', 'ada/large']],
    [/"tiny" cannot be a model of the hub: it has not the form owner\/name/, ['get', 'tiny']],
    [/"\.\.\/tiny" cannot be a model of the hub: owner and name/, ['get', '../tiny']],
    [/what follows the @ is no name/, ['get', 'ada/tiny'], { revision: '../x' }],
    [/names a revision already/, ['get', 'ada/tiny@v1'], { revision: 'v2' }],
    [/--yes is not for describe/, ['describe', 'ada/tiny'], { yes: true }],
    [/--revision is not for list/, ['list'], { revision: 'v1' }],
    [/list takes no model/, ['list', 'ada/tiny']],
  ];
  for (const [says, positionals, values = {}] of wrong) {
    const invocation = { values, positionals, signal, json: () => undefined, say: () => undefined };
    await assert.rejects(modelCommand.run(invocation), (cause) => {
      assert.ok(cause instanceof UsageError);
      assert.match(cause.message, says);
      return true;
    });
  }
});

test('only a clear yes is one, and the end of the input is none', async () => {
  const answers = { 'y\n': true, 'Yes\n': true, 'n\n': false, '\n': false, 'yeah\n': false, '': false };
  for (const [answer, expected] of Object.entries(answers)) {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked = confirm('Load 1.5 GB?', { input, output, signal });
    input.end(answer);
    assert.equal(await asked, expected, JSON.stringify(answer));
    assert.equal(String(output.read()), 'Load 1.5 GB? [y/N] ');
  }
});

test('a question can be left by Ctrl-C', async () => {
  const stopped = new AbortController();
  const streams = { input: new PassThrough(), output: new PassThrough() };
  const asked = confirm('Load?', { ...streams, signal: stopped.signal });
  stopped.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});

test('progress is told in bytes, rate and time, as far as they are known', () => {
  assert.equal(progressText(progress()), '400 MB of 1.0 GB (40 %), 40 MB/s, 15 s left: model.safetensors');
  assert.equal(
    progressText(progress({ bytesPerSecond: null, secondsLeft: null })),
    '400 MB of 1.0 GB (40 %): model.safetensors',
  );
  assert.equal(
    progressText(progress({ doneBytes: 1e9, secondsLeft: 0 })),
    '1.0 GB of 1.0 GB (100 %), 40 MB/s: model.safetensors',
  );
});

/** A stream that keeps what is written, and a clock that the test moves. */
function kept(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns: 50, write: (text: string) => written.push(text), on: () => undefined };
  return { written, clock, stream };
}

test('on a terminal one line is rewritten and cut to its width, and notes stand above it', () => {
  const { written, clock, stream } = kept(true);
  {
    using shown = loadProgress(stream, undefined, () => clock.now);
    shown.show(progress());
    clock.now = 100;
    shown.show(progress());
    clock.now = 300;
    shown.show(progress({ doneBytes: 500e6 }));
    shown.note('cut off; trying again in 1.0 s');
    shown.show(progress({ doneBytes: 1e9 }));
  }
  assert.deepEqual(written, [
    '\r400 MB of 1.0 GB (40 %), 40 MB/s, 15 s left: mode\u001B[K',
    '\r500 MB of 1.0 GB (50 %), 40 MB/s, 15 s left: mode\u001B[K',
    '\r\u001B[Kcut off; trying again in 1.0 s\n',
    '\r1.0 GB of 1.0 GB (100 %), 40 MB/s: model.safetens\u001B[K',
    '\n',
  ]);
});

test('elsewhere there is a line every five seconds, and one at the end', () => {
  const { written, clock, stream } = kept(false);
  using shown = loadProgress(stream, undefined, () => clock.now);
  for (; clock.now <= 9_000; clock.now += 1_000) shown.show(progress());
  shown.show(progress({ doneBytes: 1e9, secondsLeft: 0 }));
  assert.equal(written.length, 3);
  assert.match(written[2] ?? '', /\(100 %\).*\n$/);
});

test('a parent is told five times a second, and the lines are for nobody then', () => {
  const { written, clock, stream } = kept(false);
  const told: ModelMessage[] = [];
  const parent = {
    tell: (message: ModelMessage) => void told.push(message),
    gone: signal,
    [Symbol.dispose]: () => undefined,
  };
  using shown = loadProgress(stream, parent, () => clock.now);
  for (; clock.now < 1_000; clock.now += 10) shown.show(progress());
  assert.deepEqual([told.length, written.length], [5, 0]);
});

test('what was told last is told in the end, also when nothing comes after it', async () => {
  const told: ModelMessage[] = [];
  const parent = {
    tell: (message: ModelMessage) => void told.push(message),
    gone: signal,
    [Symbol.dispose]: () => undefined,
  };
  using shown = loadProgress(kept(false).stream, parent);
  shown.show(progress({ doneBytes: 1 }));
  shown.show(progress({ doneBytes: 2 }));
  shown.show(progress({ doneBytes: 3 }));
  await sleep(300);
  assert.deepEqual(
    told.map((message) => message.type === 'progress' && message.doneBytes),
    [1, 3],
  );
});
