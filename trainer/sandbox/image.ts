/**
 * The memory of a Python interpreter that has started, kept on disk: from it another one starts in a fraction of the
 * time. A file that is missing or damaged is simply made anew.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hashContent } from '../hash.ts';
import type { Image, Pointers } from './worker/protocol.ts';

interface Header extends Pointers {
  readonly sha256: string;
}

const prefix = 'python-';

/** Where a user's programs keep what can be made again, by the customs of the platform. */
export function defaultImageFolder(): string {
  const home = homedir();
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const caches = {
    darwin: join(home, 'Library', 'Caches'),
    win32: LOCALAPPDATA ?? join(home, 'AppData', 'Local'),
  }[process.platform as string];
  return join(caches ?? XDG_CACHE_HOME ?? join(home, '.cache'), 'critique-coder');
}

export async function readImage(folder: string, key: string): Promise<Image | null> {
  try {
    const file = await readFile(join(folder, `${prefix}${key}.image`));
    const end = file.indexOf(10);
    const { sha256, ...pointers } = JSON.parse(file.subarray(0, end).toString()) as Header;
    const bytes = file.subarray(end + 1);
    return hashContent(bytes) === sha256 ? { bytes, pointers } : null;
  } catch {
    return null;
  }
}

/** Keeps an image and removes those of other versions. A folder that cannot be written is no error. */
export async function writeImage(folder: string, key: string, { bytes, pointers }: Image): Promise<void> {
  const name = `${prefix}${key}.image`;
  const temporary = join(folder, `${name}.${randomUUID()}`);
  const header = JSON.stringify({ ...pointers, sha256: hashContent(bytes) } satisfies Header);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, Buffer.concat([Buffer.from(`${header}\n`), bytes]), { mode: 0o600 });
    await rename(temporary, join(folder, name));
    const others = (await readdir(folder)).filter(
      (file) => /^python-[0-9a-f]+\.image$/.test(file) && file !== name,
    );
    await Promise.all(others.map((file) => rm(join(folder, file), { force: true })));
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
