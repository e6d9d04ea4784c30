import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { t, useTranslations } from '../../../extension/l10n.ts';
import { stringsOf } from '../../../extension/manifest/strings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('messages are collected from calls of t and of l10n.t, each once', async () => {
  await using folder = await temporaryFolder();
  const code = "t('b {0}', 1); vscode.l10n.t('a'); l10n.t(`c`); t('a'); other.t('no'); tt('no');";
  await writeFile(join(folder.path, 'x.ts'), code);
  assert.deepEqual(stringsOf(folder.path), ['a', 'b {0}', 'c']);
});

test('a message that is put together cannot be translated, and is an error', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'x.ts'), "t('a' + b);");
  assert.throws(() => stringsOf(folder.path), /x\.ts translates a message that is no literal/);
});

test('values take the place of their numbers, in English and in a translation', () => {
  assert.equal(t('{0} of {1}, {0}', 1, 2), '1 of 2, 1');
  assert.equal(t('{3}', 1), '{3}');
  useTranslations((message, ...values) => `${message}|${values.join()}`, 'en');
  assert.equal(t('{0}', 5), '{0}|5');
});
