import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutMarkers } from '../../../trainer/workspace/plain-output.ts';

const plain = 'import math\n\ndef f(x):\n    return x + 1\n';
const marked = 'helper(); import math\n\ndef f(x):\n    mark(1); return x + 1\n';

test('lines that tests show of a marked text are shown as they stand in the plain one', () => {
  assert.equal(
    withoutMarkers('  2:\n>   mark(1); return x + 1\n    helper(); import math', marked, plain),
    '  2:\n>   return x + 1\n    import math',
  );
});

test('where a marker has a line of its own no line is taken for another', () => {
  const moved = 'def f(x):\n    mark(1)\n    if x:\n        return x\n';
  const output = '    if x:\n        return x';
  assert.equal(withoutMarkers(output, moved, 'def f(x):\n    if x:\n        return x\n'), output);
});

test('a text with other line ends is the same text', () => {
  assert.equal(
    withoutMarkers('mark(1); return x + 1', marked, plain.replaceAll('\n', '\r\n')),
    'return x + 1',
  );
});
