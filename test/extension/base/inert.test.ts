import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inert } from '../../../extension/base/inert.ts';

test('what a model writes is shown and does nothing', () => {
  const hostile = '<script>alert(1)</script> \u202eevil\u0000\u001b[31m\u2028 [x](command:evil)';
  assert.equal(
    inert(hostile),
    '<script>alert(1)</script> \\u{202e}evil\\u{0}\\u{1b}[31m\\u{2028} [x](command:evil)',
  );
  assert.equal(inert('a\tb\r\nc\n'), 'a\tb\nc\n');
  assert.equal(inert('x'.repeat(1_000_000)).length, 100_002);
});
