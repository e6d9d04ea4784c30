import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english, Locale } from '../../../trainer/protocol/locale.ts';
import { inEnglish } from '../../../trainer/protocol/translate.ts';

const german = new Locale('de');
const afternoon = new Date(2026, 10, 22, 14, 30, 5);
/** Languages put spaces of their own between a number and its sign. */
const spaced = (text: string): string => text.replaceAll(/\s/g, ' ');

test('numbers are grouped and pointed as the language does it', () => {
  assert.deepEqual(
    [english, german].map((locale) => [
      ...[locale.number(1200), locale.number(0.5), locale.fixed(0.5, 2), locale.significant(1234.5, 3)],
      spaced(locale.percent(0.73)),
    ]),
    [
      ['1,200', '0.5', '0.50', '1,230', '73%'],
      ['1.200', '0,5', '0,50', '1.230', '73 %'],
    ],
  );
});

test('a share of whole per cent stays what it is', () => {
  const shares = Array.from({ length: 101 }, (_, percent) => percent / 100);
  assert.deepEqual(
    shares.map((share) => english.percent(share)),
    shares.map((_, percent) => `${percent}%`),
  );
});

test('a sentence begins with the capital of the language', () => {
  assert.equal(english.capital('interrupted'), 'Interrupted');
  assert.equal(new Locale('tr').capital('iki'), 'İki');
  assert.equal(english.capital(''), '');
});

test('the clock has twelve hours or twenty-four, and is always as long', () => {
  assert.equal(spaced(english.clock(afternoon)), '02:30:05 PM');
  assert.equal(german.clock(afternoon), '14:30:05');
  assert.equal(spaced(english.moment(afternoon)), 'Nov 22, 2026, 2:30:05 PM');
});

test('amounts within words are in the language too, and what is handed over as a text is left alone', () => {
  const t = german.saying(inEnglish);
  assert.equal(t('{0} of {1}, process {2}', 1200, 0.5, '4711'), '1.200 of 0,5, process 4711');
});

test('a language that the system does not know, or that is none, is written as English', () => {
  for (const language of ['zh_CN', 'xx-none', '']) assert.equal(new Locale(language).number(1200), '1,200');
});
