/**
 * `npm run package`: builds, then makes in `packages/` a VSIX for each target and the command line as a tarball of npm.
 * `--target linux-x64`, which may stand several times, makes only those; the others' Deno is then not fetched.
 */
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { vsixManifest } from './manifest.ts';
import { stage } from './stage.ts';
import { targets, type Target } from './targets.ts';
import { packVsix } from './vsix.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [dist, packages] = [join(root, 'dist'), join(root, 'packages')];

/** Larger ones are slow to install, and the registries have limits of their own above this. */
const mostMegabytes = 90;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const { values } = parseArgs({ options: { target: { type: 'string', multiple: true } } });

const chosen = (values.target ?? targets.map(({ name }) => name)).map((wanted): Target => {
  const known = targets.find(({ name }) => name === wanted);
  if (known !== undefined) return known;
  throw new Error(`There is no target ${wanted}; there are ${targets.map(({ name }) => name).join(', ')}.`);
});

async function tell(file: string): Promise<void> {
  const megabytes = (await stat(join(packages, file))).size / 1e6;
  say(`${megabytes.toFixed(1).padStart(6)} MB  packages/${file}`);
  if (megabytes > mostMegabytes) throw new Error(`${file} is larger than ${mostMegabytes} MB.`);
}

async function packTarget(target: Target, file: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'critique-coder-package-'));
  try {
    await stage(target, { root, dist }, join(work, 'extension'));
    await packVsix(join(work, 'extension'), join(packages, file), target.name);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  await tell(file);
}

await execa(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: 'inherit' });
await rm(packages, { recursive: true, force: true });
await mkdir(packages);
const { name, version } = vsixManifest(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
for (const target of chosen) await packTarget(target, `${name}-${target.name}-${version}.vsix`);
await execa('npm', ['pack', '--pack-destination', packages], { cwd: root, stdin: 'ignore' });
await tell(`${name}-${version}.tgz`);
