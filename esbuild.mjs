/** `npm run build`: makes in dist/ what ships. The sources run as they are; nothing in the repository needs this. */
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleScripts } from './trainer/sandbox/bundle.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = process.argv[2] ?? join(root, 'dist');
const from = (...parts) => join(root, ...parts);

/** Packages with binaries or WebAssembly beside their code stay packages; esbuild itself is only used from sources. */
const external = ['onnxruntime-node', 'deno', 'pyodide', '@vscode/tree-sitter-wasm', 'esbuild'];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  entryPoints: {
    'critique-coder': from('trainer/cli.ts'),
    'engine-worker': from('trainer/engine/local/worker.ts'),
    'engine-lane': from('trainer/engine/local/lane-worker.ts'),
  },
  bundle: true,
  outdir: out,
  outExtension: { '.js': '.mjs' },
  absWorkingDir: root,
  logLevel: 'warning',
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external,
  // Bundled CommonJS packages call `require`, which an ES module has not.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});

// After the other build, because it stops esbuild when it is done.
const sandbox = join(out, 'sandbox');
await mkdir(sandbox);
for (const [name, bytes] of await bundleScripts()) await writeFile(join(sandbox, `${name}.js`), bytes);
const python = from('trainer/sandbox/worker/python');
for (const name of await readdir(python)) {
  if (name.endsWith('.py')) await cp(join(python, name), join(sandbox, name));
}
await cp(from('trainer/starter/data'), join(out, 'data'), { recursive: true });
await cp(from('trainer/starter/base/model'), join(out, 'model'), { recursive: true });
