/** Content and files by their SHA-256, in hexadecimal: what records keep so that a changed file is noticed. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface FileDescription {
  readonly bytes: number;
  readonly sha256: string;
}

export function hashContent(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Reads the file in pieces, so that it may be larger than the memory. Errors are the system's, here and below. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export async function describeFile(path: string): Promise<FileDescription> {
  const sha256 = await hashFile(path);
  return { bytes: (await stat(path)).size, sha256 };
}

/** Every file under a folder, by relative path with `/`, in the order of the paths. */
export async function describeFiles(root: string): Promise<Record<string, FileDescription>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const described = paths.sort().map(async (path) => {
    return [relative(root, path).split(sep).join('/'), await describeFile(path)] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}
