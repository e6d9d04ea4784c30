import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { t, useTranslations } from '../../../extension/l10n.ts';
import { wordRooms } from '../../../extension/manifest/files.ts';
import { stringsOf } from '../../../extension/manifest/strings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('messages are collected from calls of t, each once', async () => {
  await using folder = await temporaryFolder();
  const code = "t('b {0}', 1); t(`c`); t('a'); t('a'); other.t('no'); tt('no');";
  await writeFile(join(folder.path, 'x.ts'), code);
  assert.deepEqual(stringsOf(folder.path), ['a', 'b {0}', 'c']);
});

test('a message that is put together cannot be translated, and is an error', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'x.ts'), "t('a' + b);");
  assert.throws(() => stringsOf(folder.path), /x\.ts translates a message that is no literal/);
});

test('the bundle has every word of the host and of the page, and nobody goes past t', () => {
  const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8')) as object;
  for (const room of wordRooms) {
    const said = stringsOf(join(root, room));
    assert.ok(said.length > 0, room);
    assert.deepEqual(
      said.filter((text) => !(text in bundle)),
      [],
      `${room}: run npm run manifest`,
    );
    const past = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(root, room, name), 'utf8').includes('l10n.t('));
    assert.deepEqual(past, []);
  }
});

/** They write files, and where in a picture something stands. */
const writesFiles = ['extension/package/main.ts', 'extension/panel/svg.ts'];

test('numbers and times are written by the locale of the user, and nobody goes past it', () => {
  const past = ['extension', 'webview'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .map((name) => `${room}/${name.replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        /\.(toLocaleString|toLocale\w+String|toFixed)\(/.test(readFileSync(join(root, name), 'utf8')),
      ),
  );
  assert.deepEqual(past.sort(), writesFiles);
});

/** Messages whose number is never one: what a chart or a measurement has by its nature. */
const alwaysMany = [
  'No more than {0} runs are drawn at once.',
  'Up to {0} runs; the newest of them is in focus',
  'held-out balanced accuracy {0} on {1} solutions (it recognises {2} of the correct and {3} of the incorrect ones)',
  '{0}: two rows hold the lowest and the highest of {1} steps',
];

test('no message counts what there may be one of, for its words would be wrong then', () => {
  const counted =
    /\{\d\} (?:runs|functions|steps|files|rows|tokens|cores|characters|completions|solutions)\b(?!\/)/;
  const said = wordRooms.flatMap((room) => stringsOf(join(root, room)));
  assert.deepEqual([...new Set(said)].filter((text) => counted.test(text)).sort(), [...alwaysMany].sort());
});

test('values take the place of their numbers, in English and in a translation', () => {
  assert.equal(t('{0} of {1}, {0}', 1, 2), '1 of 2, 1');
  assert.equal(t('{3}', 1), '{3}');
  useTranslations((message, ...values) => `${message}|${values.join()}`, 'en');
  assert.equal(t('{0}', 5), '{0}|5');
});
