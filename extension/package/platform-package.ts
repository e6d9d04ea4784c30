/** Packages of npm for other platforms than this machine's, which an install leaves out. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});

const packedSchema = z.tuple([z.object({ filename: z.string() })]);

/** The folder of the package, as the lockfile in `root` has it: the installed one, else one fetched, verified and kept. */
export async function platformPackage(name: string, root: string): Promise<string> {
  const { version, integrity } = await lockedPackage(name, root);
  const installed = join(root, 'node_modules', name);
  if ((await versionOf(installed)) === version) return installed;
  const cache = join(root, 'node_modules', '.cache', 'critique-coder', 'packages');
  const folder = join(cache, `${name.replace('/', '+')}-${version}`);
  if ((await versionOf(folder)) === version) return folder;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetching-'));
  try {
    const packed = await execa('npm', ['pack', `${name}@${version}`, '--json', '--pack-destination', work], {
      cwd: root,
      stdin: 'ignore',
    });
    const [{ filename }] = packedSchema.parse(JSON.parse(packed.stdout));
    const tarball = join(work, filename);
    await verify(tarball, integrity, name);
    await execa('tar', ['-xzf', tarball, '-C', work]);
    await rename(join(work, 'package'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

async function lockedPackage(name: string, root: string): Promise<{ version: string; integrity: string }> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (version === undefined || integrity === undefined) {
    throw new Error(`package-lock.json has no version and integrity of ${name}: run npm install.`);
  }
  return { version, integrity };
}

async function versionOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  return text === null ? undefined : z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function verify(file: string, integrity: string, name: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`The fetched package ${name} is not the locked one: ${found}, not ${integrity}.`);
  }
}
