import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escaped, folded, paragraph, preformatted } from '../../../trainer/report/markup.ts';

test('what would be markup is written so that it is text, and characters that XML forbids are left out', () => {
  assert.equal(escaped('<a b="\u0007c">&\''), '&lt;a b=&quot;c&quot;&gt;&amp;&apos;');
  assert.equal(escaped('line\n\tßπ🙂 \ud800end'), 'line\n\tßπ🙂 end');
});

test('every piece escapes its text once', () => {
  assert.equal(paragraph('1 < 2').markup, '<p>1 &lt; 2</p>');
  assert.equal(preformatted('a & b').markup, '<pre>a &amp; b</pre>');
  assert.match(folded('<i>', paragraph('x & y')).markup, /<summary>&lt;i&gt;<\/summary>\n<p>x &amp; y<\/p>/);
});
