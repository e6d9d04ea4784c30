import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Meter } from '../../../trainer/hub/meter.ts';

/** A meter with a clock that the test moves. */
function metered(): { readonly meter: Meter; readonly at: (ms: number, bytes: number) => void } {
  let now = 1000;
  const meter = new Meter(() => now);
  return {
    meter,
    at(ms, bytes) {
      now = 1000 + ms;
      meter.came(bytes);
    },
  };
}

test('there is no rate before half a second', () => {
  const { meter, at } = metered();
  at(400, 1_000_000);
  assert.deepEqual([meter.bytesPerSecond, meter.secondsFor(1)], [null, null]);
  at(500, 0);
  assert.equal(meter.bytesPerSecond, 2_000_000);
});

test('the rate is that of the last five seconds, and the rest takes what it takes at that rate', () => {
  const { meter, at } = metered();
  for (let second = 1; second <= 10; second++) at(second * 1000, 100);
  for (let second = 11; second <= 20; second++) at(second * 1000, 400);
  assert.equal(meter.bytesPerSecond, 400);
  assert.equal(meter.secondsFor(2000), 5);
  assert.equal(meter.bytes, 5000);
});

test('a line on which nothing comes any more becomes slower and slower', () => {
  const { meter, at } = metered();
  at(1000, 1000);
  assert.equal(meter.bytesPerSecond, 1000);
  at(4000, 0);
  assert.equal(meter.bytesPerSecond, 250);
});

test('nothing at all takes no known time', () => {
  const { meter, at } = metered();
  at(2000, 0);
  assert.deepEqual([meter.bytesPerSecond, meter.secondsFor(10)], [0, null]);
});
