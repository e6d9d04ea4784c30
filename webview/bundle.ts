/** How the page is bundled, for the build and for the tests: `webview.js`, `webview.css` and the font of the icons. */
import type { BuildOptions } from 'esbuild';

export const pageBundle: BuildOptions = {
  bundle: true,
  entryPoints: { webview: 'webview/main.ts' },
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
  minify: true,
  // The font lies beside the style sheet that names it.
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};
