/** Lays out the folder that becomes a VSIX: exactly the files that the extension needs on one target. */
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namedFiles, picturesOf, vsixManifest } from './manifest.ts';
import { platformPackage } from './platform-package.ts';
import type { Target } from './targets.ts';

export interface Sources {
  /** The project's folder. */
  readonly root: string;
  /** What `npm run build` made. */
  readonly dist: string;
}

/** What the Marketplace and VS Code show beside the manifest: pages, licence, translations of the manifest. */
const shown = /^(README\.md|CHANGELOG\.md|LICENSE|SUPPORT\.md|package\.nls(\..+)?\.json)$/;

/** Source maps and types run nowhere. */
const runs = (file: string): boolean => !/\.(map|d\.ts)$/.test(file);

/** Where the packages that are not bundled lie: Node finds them from `dist/`, and the packer leaves a `node_modules/` at the top out. */
const modules = 'dist/node_modules';

/** Fills `folder`, which is made. */
export async function stage(target: Target, { root, dist }: Sources, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(dist, join(folder, 'dist'), { recursive: true, filter: runs });
  const manifest = vsixManifest(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const top = (await readdir(root)).filter((name) => shown.test(name));
  const named = [...namedFiles(manifest, root), ...picturesOf(readme, root), ...(await pages(root))];
  await copy([...top, ...named.filter((file) => !file.startsWith('dist'))], root, folder);
  for (const [name, files] of Object.entries(packagesFor(target))) {
    await copy(['package.json', ...files], join(root, 'node_modules', name), join(folder, modules, name));
  }
  const binary = target.platform === 'win32' ? 'deno.exe' : 'deno';
  const deno = join(folder, modules, target.deno);
  await copy(['package.json', binary], await platformPackage(target.deno, root), deno);
  await chmod(join(deno, binary), 0o755);
}

/** The project's documents, so that what the extension shows of them leads to the others. */
async function pages(root: string): Promise<string[]> {
  const files = await readdir(join(root, 'docs'), { recursive: true });
  return files.filter((file) => file.endsWith('.md')).map((file) => join('docs', file));
}

/** Packages that stay packages because of what lies beside their code, and of each the files that run. */
function packagesFor({ platform, arch, runtime }: Target): Readonly<Record<string, readonly string[]>> {
  const bin = `bin/napi-v6/${platform}/${arch}`;
  const wasm = ['', '-python', '-javascript', '-typescript', '-tsx'].map(
    (of) => `wasm/tree-sitter${of}.wasm`,
  );
  return {
    'onnxruntime-node': ['dist', `${bin}/onnxruntime_binding.node`, `${bin}/${runtime}`],
    'onnxruntime-common': ['dist/cjs'],
    deno: [],
    pyodide: ['pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip'],
    '@vscode/tree-sitter-wasm': ['wasm/tree-sitter.js', ...wasm],
  };
}

/** Copies files and folders to the same places under another folder. */
async function copy(files: readonly string[], from: string, to: string): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await cp(join(from, file), join(to, file), { recursive: true, filter: runs });
  }
}
