/** How the host's side is bundled, for the build and for the tests: `extension.cjs`, and what it loads later. */
import type { BuildOptions, Plugin } from 'esbuild';

/** Our schemas speak English; the other fifty languages of zod would be four tenths of what activation has to load. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * The language client is half of the host's code, and only a critic needs it: a file of its own, which activation does
 * not read. What it imports exists twice then, so nothing that remembers anything may be among it.
 */
const clientApart: Plugin = {
  name: 'client-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /[\\/]client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './critic-client.cjs', external: true } : undefined,
    );
  },
};

export const hostBundle: BuildOptions = {
  bundle: true,
  entryPoints: { extension: 'extension/activate.ts', 'critic-client': 'extension/critic/client.ts' },
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  external: ['vscode'],
  plugins: [englishOnly, clientApart],
  minify: true,
};
