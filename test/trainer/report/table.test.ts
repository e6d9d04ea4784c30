import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlTable, textTable, type Table } from '../../../trainer/report/table.ts';

const table: Table = {
  caption: 'Fruit & more',
  columns: [{ title: 'what' }, { title: 'how many', align: 'right' }, { title: 'note' }],
  rows: [
    ['apples', '3', 'red'],
    ['pears', '1,200', ''],
  ],
};

test('on a terminal amounts stand to the right and no line ends in spaces', () => {
  assert.equal(
    textTable(table),
    ['Fruit & more', 'what    how many  note', 'apples         3  red', 'pears      1,200'].join('\n'),
  );
});

test('on a page rows and columns have headings, and cells are escaped', () => {
  const { markup } = htmlTable({ ...table, rows: [['<b>', '1', 'x']] });
  assert.match(markup, /<caption>Fruit &amp; more<\/caption>/);
  assert.match(markup, /<th scope="col" class="amount">how many<\/th>/);
  assert.match(markup, /<tr><th scope="row">&lt;b&gt;<\/th><td class="amount">1<\/td><td>x<\/td><\/tr>/);
});
