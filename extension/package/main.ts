/**
 * `npm run package`: builds, then makes in `packages/` a VSIX for this machine and the command line as a tarball of npm.
 * `-- --all` makes one for each target, for which the others' Deno is fetched; `-- --target linux-x64`, which may stand
 * several times, makes those. The packer comes with `npm run test:vscode:setup`.
 */
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { vsixManifest } from './manifest.ts';
import { stage } from './stage.ts';
import { packTarball } from './tarball.ts';
import { ownTarget, targets, type Target } from './targets.ts';
import { packVsix } from './vsix.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [dist, packages] = [join(root, 'dist'), join(root, 'packages')];

/** Larger ones are slow to install, and the registries have limits of their own above this. */
const mostMegabytes = 90;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const { values } = parseArgs({
  options: { target: { type: 'string', multiple: true }, all: { type: 'boolean', default: false } },
});

const named = (wanted: string): Target => {
  const known = targets.find(({ name }) => name === wanted);
  if (known !== undefined) return known;
  throw new Error(`There is no target ${wanted}; there are ${targets.map(({ name }) => name).join(', ')}.`);
};

function chooseTargets(): readonly Target[] {
  if (values.all) return targets;
  if (values.target !== undefined) return values.target.map(named);
  const own = ownTarget();
  if (own !== undefined) return [own];
  const machine = `${process.platform}-${process.arch}`;
  throw new Error(`ONNX Runtime has no binary for ${machine}; --target makes a VSIX for another machine.`);
}

const chosen = chooseTargets();

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
await packTarball({ root, dist }, packages);
await tell(`${name}-${version}.tgz`);
