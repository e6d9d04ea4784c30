/** `npm run build`: makes in dist/ what ships. The sources run as they are; nothing in the repository needs this. */
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = process.argv[2] ?? join(root, 'dist');
const from = (...parts) => join(root, ...parts);

/** Packages with binaries or WebAssembly beside their code stay packages; esbuild itself is only used from sources. */
const external = ['onnxruntime-node', 'deno', 'pyodide', '@vscode/tree-sitter-wasm', 'esbuild'];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const shared = { bundle: true, outdir: out, absWorkingDir: root, logLevel: 'warning' };
await Promise.all([
  build({
    ...shared,
    entryPoints: {
      'critique-coder': from('trainer/cli.ts'),
      'engine-worker': from('trainer/engine/local/worker.ts'),
      'engine-lane': from('trainer/engine/local/lane-worker.ts'),
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
  }),
  build({
    ...shared,
    entryPoints: {
      'sandbox/supervisor': from('trainer/sandbox/worker/supervisor.ts'),
      'sandbox/host': from('trainer/sandbox/worker/python/host.ts'),
      'sandbox/program': from('trainer/sandbox/worker/javascript/program.ts'),
      'sandbox/judge': from('trainer/sandbox/worker/javascript/judge.ts'),
    },
    format: 'esm',
    target: 'es2024',
  }),
]);

const python = from('trainer/sandbox/worker/python');
for (const name of await readdir(python)) {
  if (name.endsWith('.py')) await cp(join(python, name), join(out, 'sandbox', name));
}
await cp(from('trainer/starter/data'), join(out, 'data'), { recursive: true });
await cp(from('trainer/starter/base/model'), join(out, 'model'), { recursive: true });
