/** Copying the files of a workspace, byte for byte. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readlink, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { copyFailed } from '../errors/workspace.ts';
import { mapInOrder } from '../tasks/in-order.ts';
import { linkFolder } from './modules.ts';
import { leadsOut } from './paths.ts';

/**
 * Files of `from`, a path without links in it, to the same places in `to`. Fails with a TrainerError, and with the
 * signal's reason.
 */
export async function copyFiles(
  files: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const copyOne = async (file: string): Promise<string> => {
    try {
      await mkdir(dirname(join(to, file)), { recursive: true });
      await copy(file, from, to);
      return file;
    } catch (cause) {
      throw copyFailed(from, file, cause);
    }
  };
  const copied = mapInOrder(files, copyOne, 16, signal);
  let step = await copied.next();
  while (!step.done) step = await copied.next();
}

async function copy(file: string, from: string, to: string): Promise<void> {
  const [source, target] = [join(from, file), join(to, file)];
  if ((await lstat(source)).isSymbolicLink()) return copyLink(source, target, { from, to });
  await copyFile(source, target, constants.COPYFILE_FICLONE);
}

/**
 * A link inside the workspace leads to the same place of the copy. From outside a file is copied, so that it cannot be
 * written through the link, and a folder is linked to. Where it really leads decides: a link may name the workspace by
 * another path, or a folder of it that leads out.
 */
async function copyLink(
  source: string,
  target: string,
  folders: { from: string; to: string },
): Promise<void> {
  const named = await readlink(source);
  const written = relative(folders.from, resolve(dirname(source), named));
  const real = await realpath(source).catch(() => null);
  const led = real === null ? written : relative(folders.from, real);
  const kind = await stat(source).catch(() => null);
  if (!leadsOut(led)) {
    // As it is written, which keeps to the packages that the copy has a link to of its own.
    const place = join(folders.to, leadsOut(written) ? led : written);
    if (kind?.isDirectory()) return linkFolder(place, target);
    return symlink(place, target, 'file');
  }
  if (real === null || kind === null) return symlink(named, target);
  if (kind.isDirectory()) return linkFolder(real, target);
  return copyFile(source, target);
}
