/** The tree-sitter runtime and the four grammars, loaded from the package's folder of WebAssembly files. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import treeSitter from '@vscode/tree-sitter-wasm';
import type { Language as Grammar } from '@vscode/tree-sitter-wasm';
import { grammarUnavailable } from '../errors/critic.ts';
import type { Language } from '../protocol/data.ts';

/** What a source file is written in: `tsx` has a grammar of its own, since `<T>x` means something else there. */
export type SourceLanguage = Language | 'tsx';

const sourceLanguages: readonly SourceLanguage[] = ['python', 'javascript', 'typescript', 'tsx'];

const languageOfExtension: Readonly<Record<string, SourceLanguage>> = {
  '.py': 'python',
  '.js': 'javascript',
  '.jsx': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'tsx',
};

export const sourceExtensions: readonly string[] = Object.keys(languageOfExtension);

/** By the file's extension; `null` for a file that no grammar here can read. */
export function languageOfFile(file: string): SourceLanguage | null {
  return languageOfExtension[path.extname(file).toLowerCase()] ?? null;
}

/** `folder` holds `tree-sitter.wasm` and the grammars; without it, the installed package is used. */
export async function loadGrammars(
  folder = path.dirname(fileURLToPath(import.meta.resolve('@vscode/tree-sitter-wasm'))),
): Promise<Record<SourceLanguage, Grammar>> {
  await load('tree-sitter.wasm', folder, (file) => treeSitter.Parser.init({ locateFile: () => file }));
  const entries = sourceLanguages.map(async (language) => {
    const grammar = await load(`tree-sitter-${language}.wasm`, folder, (file) =>
      treeSitter.Language.load(file),
    );
    return [language, grammar] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<SourceLanguage, Grammar>;
}

async function load<T>(name: string, folder: string, use: (file: string) => Promise<T>): Promise<T> {
  const file = path.join(folder, name);
  try {
    return await use(file);
  } catch (cause) {
    throw grammarUnavailable(file, cause);
  }
}
