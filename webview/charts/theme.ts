/** The colours of the editor's theme for what is drawn on a canvas, read anew whenever the theme changes. */

export interface Theme {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
  readonly lines: readonly string[];
}

/** As `.line-0` and so on have them. Orange comes late, because dark themes make it half transparent. */
const lineColours = ['blue', 'yellow', 'green', 'purple', 'red', 'orange'];

/** In forced colours every line has the text's colour, and dashes tell them apart. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const font = `11px ${variable('font-family', 'sans-serif')}`;
  if (matchMedia('(forced-colors: active)').matches) {
    const grid = 'color-mix(in srgb, CanvasText 30%, transparent)';
    return { text: 'CanvasText', grid, font, lines: lineColours.map(() => 'CanvasText') };
  }
  const text = variable('descriptionForeground', variable('foreground', '#888'));
  return {
    text,
    // Quieter than any line, in every theme.
    grid: `color-mix(in srgb, ${variable('foreground', '#888')} 16%, transparent)`,
    font,
    lines: lineColours.map((name) => variable(`charts-${name}`, text)),
  };
}

/** Calls back after each change of the theme, until disposed. VS Code changes the body's class and the root's variables. */
export function watchTheme(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  const forced = matchMedia('(forced-colors: active)');
  forced.addEventListener('change', listener);
  return {
    [Symbol.dispose]: () => {
      observer.disconnect();
      forced.removeEventListener('change', listener);
    },
  };
}
