/** `npm run build`: makes in dist/ what ships. The sources run as they are; nothing in the repository needs this. */
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostBundle } from './extension/bundle.ts';
import { thirdPartyNotices } from './extension/package/notices.ts';
import { runConfigJsonSchema } from './trainer/protocol/config.ts';
import { bundleScripts } from './trainer/sandbox/bundle.ts';
import { pageBundle } from './webview/bundle.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = process.argv[2] ?? join(root, 'dist');
const from = (...parts) => join(root, ...parts);

/** Packages with binaries or WebAssembly beside their code stay packages; esbuild itself is only used from sources. */
const external = ['onnxruntime-node', 'deno', 'pyodide', '@vscode/tree-sitter-wasm', 'esbuild'];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const common = { bundle: true, outdir: out, absWorkingDir: root, logLevel: 'warning', metafile: true };

const program = await build({
  ...common,
  entryPoints: {
    'critique-coder': from('trainer/cli.ts'),
    'engine-worker': from('trainer/engine/local/worker.ts'),
    'engine-lane': from('trainer/engine/local/lane-worker.ts'),
    'engine-vectors': from('trainer/engine/local/vector-worker.ts'),
    'provider-probe': from('trainer/engine/providers/probe.ts'),
    'critic-server': from('trainer/critic/server/main.ts'),
    'critic-worker': from('trainer/critic/server/worker.ts'),
    'parquet-worker': from('trainer/data/import/parquet-worker.ts'),
  },
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external,
  // Bundled CommonJS packages call `require`, which an ES module has not.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});

const host = await build({ ...common, ...hostBundle, sourcemap: true });

const page = await build({ ...common, ...pageBundle });

// After the other builds, because it stops esbuild when it is done.
const sandbox = join(out, 'sandbox');
await mkdir(sandbox);
for (const [name, bytes] of await bundleScripts()) await writeFile(join(sandbox, `${name}.js`), bytes);
const python = from('trainer/sandbox/worker/python');
for (const name of await readdir(python)) {
  if (name.endsWith('.py')) await cp(join(python, name), join(sandbox, name));
}
await writeFile(join(out, 'critique-coder.schema.json'), JSON.stringify(runConfigJsonSchema()));
await cp(from('trainer/starter/data'), join(out, 'data'), { recursive: true });
await cp(from('trainer/starter/base/model'), join(out, 'model'), { recursive: true });
const sources = [program, host, page].flatMap(({ metafile }) => Object.keys(metafile.inputs));
await writeFile(join(out, 'third-party-notices.txt'), await thirdPartyNotices(sources, from('node_modules')));
