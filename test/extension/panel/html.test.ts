import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageHtml } from '../../../extension/panel/html.ts';

const parts = {
  script: 'https://files/webview.js?a&b',
  style: 'https://files/webview.css',
  source: 'https://files',
  nonce: 'bm9uY2U=',
  language: 'de"><script>',
  title: 'Monitor',
  words: { Run: '"><b>' },
};
const page = pageHtml(parts);

test('nothing runs in the page but the script with its nonce', () => {
  assert.match(page, /default-src &#39;none&#39;|default-src 'none'/);
  assert.match(page, /script-src 'nonce-bm9uY2U='/);
  assert.equal(/unsafe|'self'|\*/.test(page), false);
  assert.deepEqual(page.match(/<script[^>]*>/g), [
    '<script nonce="bm9uY2U=" src="https://files/webview.js?a&#38;b">',
  ]);
  assert.equal(/ on\w+=| style=/.test(page), false);
});

test('what stands in attributes cannot leave them', () => {
  assert.match(page, /<html lang="de&#34;&#62;&#60;script&#62;">/);
  assert.match(page, /data-language="de&#34;&#62;&#60;script&#62;"/);
  assert.match(page, /data-words="{&#34;Run&#34;:&#34;\\&#34;&#62;&#60;b&#62;&#34;}">/);
});

test('a page without a translation is read out in English, and has its numbers in the language of the user', () => {
  const untranslated = pageHtml({ ...parts, language: 'de', words: {} });
  assert.match(untranslated, /<html lang="en">[^]*data-language="de"/);
});
