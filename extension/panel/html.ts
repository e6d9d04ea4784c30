/** The page around the panel's bundle. Nothing runs or loads in it but our own files. Pure. */
import type { Bundle } from '../../trainer/protocol/translate.ts';

export interface PageFiles {
  /** As the webview may load them. */
  readonly script: string;
  readonly style: string;
  /** What the content security policy calls the files of this webview. */
  readonly source: string;
  readonly nonce: string;
  /** The user's language, as numbers and times are written in. */
  readonly language: string;
  readonly title: string;
  /** The page's words in that language, by their English; empty where it is English. */
  readonly words: Bundle;
}

export function pageHtml({ script, style, source, nonce, language, title, words }: PageFiles): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(Object.keys(words).length === 0 ? 'en' : language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${attribute(title)}</title>
    <link rel="stylesheet" href="${attribute(style)}" />
  </head>
  <body>
    <div id="panel" data-language="${attribute(language)}" data-words="${attribute(JSON.stringify(words))}"></div>
    <script nonce="${nonce}" src="${attribute(script)}"></script>
  </body>
</html>
`;
}

const attribute = (value: string): string =>
  value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
