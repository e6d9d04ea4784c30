/** The page around the panel's bundle. Nothing runs or loads in it but our own files. Pure. */

export interface PageFiles {
  /** As the webview may load them. */
  readonly script: string;
  readonly style: string;
  /** What the content security policy calls the files of this webview. */
  readonly source: string;
  readonly nonce: string;
  /** Of the page's human language. */
  readonly language: string;
  readonly title: string;
}

export function pageHtml({ script, style, source, nonce, language, title }: PageFiles): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${attribute(title)}</title>
    <link rel="stylesheet" href="${attribute(style)}" />
  </head>
  <body>
    <div id="panel"></div>
    <script nonce="${nonce}" src="${attribute(script)}"></script>
  </body>
</html>
`;
}

const attribute = (value: string): string =>
  value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
