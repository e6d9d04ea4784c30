/** What the Marketplace and Open VSX show of the extension, and what they refuse. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathOf } from '../../../extension/manifest/files.ts';
import { vsixManifest } from '../../../extension/package/manifest.ts';

const packageJson: unknown = JSON.parse(readFileSync(pathOf('package.json'), 'utf8'));
const manifest = vsixManifest(packageJson);

/** Of those that the Marketplace knows. */
const fitting = ['AI', 'Education', 'Linters', 'Machine Learning', 'Programming Languages', 'Testing'];

test('the listing has a name, a publisher, one sentence, a licence and an icon', () => {
  assert.equal(manifest['displayName'], 'Critique-Coder');
  assert.match(String(manifest['publisher']), /^[a-z0-9][a-z0-9-]+$/);
  assert.match(String(manifest['description']), /^[A-Z][^.]{20,140}\.$/);
  assert.equal(manifest['license'], 'MIT');
  assert.equal(manifest['icon'], 'media/icon.png');
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/, 'the Marketplace takes no suffix');
});

test('the Marketplace knows its categories, and takes no more than thirty keywords', () => {
  const [categories, keywords] = [manifest['categories'] as string[], manifest['keywords'] as string[]];
  assert.ok(categories.length > 0);
  assert.deepEqual(
    categories.filter((category) => !fitting.includes(category)),
    [],
  );
  assert.ok(keywords.length > 4 && keywords.length <= 30);
  assert.equal(new Set(keywords).size, keywords.length);
});

test('the banner is dark and says so, so that its letters are light', () => {
  const { color, theme } = manifest['galleryBanner'] as { color: string; theme: string };
  assert.equal(theme, 'dark');
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(color)?.slice(1) ?? assert.fail(color);
  for (const part of parts) assert.ok(Number.parseInt(part, 16) < 0x60, color);
});
