/** A folder becomes a VSIX. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const vsce = fileURLToPath(
  new URL('../../test/vscode/tools/node_modules/@vscode/vsce/vsce', import.meta.url),
);

/** Packs the files of the folder as they are; for one target, or for every one. */
export async function packVsix(folder: string, file: string, target?: string): Promise<void> {
  if (!existsSync(vsce)) throw new Error(`The packer is missing, ${vsce}: run npm run test:vscode:setup.`);
  const asItIs = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const which = target === undefined ? [] : ['--target', target];
  await execa(process.execPath, [vsce, 'package', ...asItIs, ...which, '--out', file], {
    cwd: folder,
    stdin: 'ignore',
  });
}
