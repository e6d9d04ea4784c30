import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounds, decimal, percent, signedPoints } from '../../../trainer/report/figures.ts';
import { paragraph } from '../../../trainer/report/markup.ts';
import { htmlPage } from '../../../trainer/report/page.ts';

test('a page needs nothing outside of itself and runs nothing', () => {
  const html = htmlPage({
    title: 'A </title><script>x</script>',
    sections: [{ heading: 'One & two', parts: [paragraph('text')] }],
  });
  assert.doesNotMatch(html, /<script|<link|https?:|src=|href=|url\(|@import/i);
  assert.match(html, /^<!doctype html>/);
  assert.match(html, /<h2>One &amp; two<\/h2>\n<p>text<\/p>/);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.match(html, /<\/html>\n$/);
});

test('figures are written with their sign, their unit and their bounds; what was not counted is none', () => {
  assert.deepEqual([percent(0.7136), percent(null)], ['71.4 %', 'none']);
  assert.deepEqual([signedPoints(0.032), signedPoints(-0.5)], ['+3.2', '−50.0']);
  assert.deepEqual([decimal(0.12345), decimal(null)], ['0.123', 'none']);
  assert.equal(bounds({ low: 0.1, high: 0.2 }, percent), '[10.0 %, 20.0 %]');
});
