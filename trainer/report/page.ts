/**
 * A report as one HTML page with nothing outside it: no script, no address, its style inside, light or dark as the
 * reader's system is. Pure.
 */
import { escaped, type Markup } from './markup.ts';
import { pageStyle } from './style.ts';

export interface Section {
  readonly heading: string;
  readonly parts: readonly Markup[];
}

export interface Page {
  readonly title: string;
  /** Stands below the title, before the first section. */
  readonly introduction?: readonly Markup[];
  readonly sections: readonly Section[];
}

export function htmlPage({ title, introduction = [], sections }: Page): string {
  const texts = (parts: readonly Markup[]): string[] => parts.map(({ markup }) => markup);
  const body = sections.flatMap(({ heading, parts }) => [
    '<section>',
    `<h2>${escaped(heading)}</h2>`,
    ...texts(parts),
    '</section>',
  ]);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(title)}</title>`,
    `<style>${pageStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...texts(introduction),
    ...body,
    '</main>',
    '</body>',
    '</html>\n',
  ].join('\n');
}
