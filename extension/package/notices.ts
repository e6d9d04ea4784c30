/** What the licences of other people's packages ask for: their texts, in one file beside the code that they are in. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Packages that are not bundled but shipped as they are. */
const shippedWhole = [
  'onnxruntime-node',
  'onnxruntime-common',
  'deno',
  'pyodide',
  '@vscode/tree-sitter-wasm',
];

const packageSchema = z.object({
  version: z.string(),
  license: z.string().default('a licence that its package does not name'),
  homepage: z.string().optional(),
});

/** The packages that files belong to, by the paths of the files. */
export function packagesOf(files: readonly string[]): string[] {
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** `files` are the sources that the bundles were made of; `modules` is the folder with the packages. */
export async function thirdPartyNotices(files: readonly string[], modules: string): Promise<string> {
  const names = [...new Set([...packagesOf(files), ...shippedWhole])].toSorted();
  const texts = await Promise.all(names.map((name) => noticeOf(name, join(modules, name))));
  return `Critique-Coder contains code of these packages.\n\n${texts.join('\n')}`;
}

async function noticeOf(name: string, folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { version, license, homepage } = packageSchema.parse(JSON.parse(text));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file));
  const own = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const title = [`${name} ${version}`, license, homepage].filter((part) => part !== undefined).join(', ');
  return [`${title}\n${'-'.repeat(title.length)}`, ...own.map((words) => words.trim()), ''].join('\n\n');
}
