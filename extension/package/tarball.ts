/** The command line as a tarball of npm: what was built, and a package.json that says which Node runs it. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import type { Sources } from './stage.ts';

/** Working on the project takes any Node that runs npm, for `npm ci` brings the one that matters. A tarball brings none. */
const node = '>=24';

const packageSchema = z.looseObject({ engines: z.looseObject({}) });

/** Writes `<name>-<version>.tgz` into a folder. */
export async function packTarball({ root, dist }: Sources, folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'critique-coder-tarball-'));
  try {
    const project = packageSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    const own = { ...project, engines: { ...project.engines, node } };
    await writeFile(join(work, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
    for (const page of ['README.md', 'LICENSE']) await cp(join(root, page), join(work, page));
    await cp(dist, join(work, 'dist'), { recursive: true });
    await execa('npm', ['pack', '--pack-destination', folder], { cwd: work, stdin: 'ignore' });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
