import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intervalChart } from '../../../trainer/report/interval-chart.ts';
import { lineChart, type LineChart } from '../../../trainer/report/line-chart.ts';

const share = (title: string) => ({ title, unit: 'share', extent: [0, 1] }) as const;

function drawn(series: LineChart['series'], more: Partial<LineChart> = {}): string {
  const axes = { x: share('Kept'), y: share('Right') };
  return lineChart({ title: 'Risk', description: 'What it shows.', ...axes, series, ...more }).markup;
}

test('a curve goes from the low end at the left below to the high end at the right above', () => {
  const markup = drawn([
    {
      label: 'one',
      points: [
        { x: 0, y: 0 },
        { x: 0.5, y: 0.25 },
        { x: 1, y: 1 },
      ],
    },
  ]);
  // x from 56 to 624, y from 252 up to 12: a quarter of 240 is 60.
  assert.match(markup, /<path class="line s0" d="M56\.0 252\.0L340\.0 192\.0L624\.0 12\.0"\/>/);
});

test('an interval is shaded from its upper ends forwards to its lower ends backwards', () => {
  const markup = drawn([
    {
      label: 'one',
      points: [
        { x: 0, y: 0.5, low: 0.25, high: 0.75 },
        { x: 1, y: 0.5, low: 0, high: 1 },
      ],
    },
  ]);
  assert.match(markup, /<path class="band s0" d="M56\.0 72\.0L624\.0 12\.0L624\.0 252\.0L56\.0 192\.0Z"\/>/);
});

test('the second of two curves differs by colour and dashes, and both stand in a legend', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  const two = drawn([
    { label: 'one', points },
    { label: 'two', points },
  ]);
  assert.match(two, /<path class="line s1" stroke-dasharray="8 4" d="M56/);
  assert.match(two, /<ul class="legend"><li>.*one<\/li><li>.*two<\/li><\/ul>/);
  assert.doesNotMatch(drawn([{ label: 'one', points }]), /legend/);
});

test('a single point is drawn as a dot, and no point as nothing', () => {
  assert.match(
    drawn([{ label: 'one', points: [{ x: 0.5, y: 0.5 }] }]),
    /<circle class="s0" cx="340\.0" cy="132\.0"/,
  );
  assert.doesNotMatch(drawn([{ label: 'one', points: [] }]), /class="line/);
});

test('without an extent of its own an axis reaches as far as the values, and one value divides nothing by zero', () => {
  const axes = { x: { title: 'Step', unit: 'number' }, y: { title: 'Loss', unit: 'number' } } as const;
  const markup = drawn([{ label: 'one', points: [{ x: 3, y: 7 }] }], axes);
  assert.doesNotMatch(markup, /NaN|Infinity/);
  assert.match(markup, /cx="340\.0" cy="132\.0"/);
});

test('a chart has a title, a description and its numbers as a table, places missing in one curve left open', () => {
  const markup = drawn([
    { label: 'a & b', points: [{ x: 0, y: 0.5, low: 0.25, high: 0.75 }] },
    { label: 'two', points: [{ x: 1, y: 1 }] },
  ]);
  assert.match(markup, /<title>Risk<\/title>\n<desc>What it shows\.<\/desc>/);
  const rows = [...markup.matchAll(/<tr>(.*)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/>([^<>]*)<\/t[hd]>/g)].map(([, cell]) => cell),
  );
  assert.deepEqual(rows, [
    ['Kept', 'a &amp; b', 'two'],
    ['0.00', '0.50 [0.25, 0.75]', ''],
    ['1.00', '', '1.00'],
  ]);
});

test('an axis of whole numbers marks nothing in between', () => {
  const points = [
    { x: 1, y: 0 },
    { x: 3, y: 1 },
  ];
  const below = (whole: boolean): string[] =>
    [
      ...drawn([{ label: 'one', points }], { x: { title: 'k', unit: 'number', whole } }).matchAll(
        /y="270\.0"[^>]*>([^<]*)</g,
      ),
    ].map(([, mark = '']) => mark);
  assert.deepEqual(below(false), ['1', '1.5', '2', '2.5', '3']);
  assert.deepEqual(below(true), ['1', '2', '3']);
});

test('intervals stand below each other on one axis, with the reference where it lies', () => {
  const { markup } = intervalChart({
    title: 'Arms',
    description: 'By arm.',
    axis: { title: 'Gain', unit: 'share', extent: [-1, 1] },
    reference: 0,
    rows: [
      { label: 'mix', estimate: 0.5, low: 0, high: 1 },
      { label: 'rl', estimate: -1 },
    ],
  });
  // Labels of four characters at least: the axis goes from 52 to 620, its middle is 336.
  assert.match(markup, /<path class="reference" d="M336\.0 12V64\.0"\/>/);
  assert.match(markup, /<path class="whisker s0" d="M336\.0 25\.0H620\.0M336\.0 21\.0v8M620\.0 21\.0v8"\/>/);
  assert.match(markup, /<circle class="s0" cx="478\.0" cy="25\.0" r="4"\/>/);
  assert.match(markup, /<circle class="s0" cx="52\.0" cy="51\.0" r="4"\/>/);
  assert.match(markup, /<th scope="row">rl<\/th><td class="amount">-1\.00<\/td><td class="amount"><\/td>/);
});
