/** Pieces of a page. What is text becomes markup here and nowhere else, so nothing that a model or a file says can act. */

export interface Markup {
  readonly markup: string;
}

/** Text and attribute values, of HTML and of XML. Characters that XML forbids are left out. */
export function escaped(content: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return content
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => names[character] ?? '');
}

export const paragraph = (text: string): Markup => ({ markup: `<p>${escaped(text)}</p>` });

/** Lines as they are, in a face of one width. */
export const preformatted = (text: string): Markup => ({ markup: `<pre>${escaped(text)}</pre>` });

/** What most readers pass over: closed until it is opened. */
export const folded = (title: string, content: Markup): Markup => ({
  markup: `<details><summary>${escaped(title)}</summary>\n${content.markup}\n</details>`,
});

/** Side by side where there is room. */
export const grid = (parts: readonly Markup[]): Markup => ({
  markup: `<div class="grid">\n${parts.map(({ markup }) => markup).join('\n')}\n</div>`,
});
