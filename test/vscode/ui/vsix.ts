/** The extension as a user gets it: this machine's VSIX, built, staged and packed from the sources. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { stage } from '../../../extension/package/stage.ts';
import { ownTarget } from '../../../extension/package/targets.ts';
import { packVsix } from '../../../extension/package/vsix.ts';
import { repository, startNode } from '../../process/program.ts';

export interface Packed {
  /** The unpacked extension. */
  readonly extension: string;
  readonly vsix: string;
}

/** Stages the extension in `folder`. */
export async function stageOwn(folder: string): Promise<string> {
  const target = ownTarget();
  assert.ok(target !== undefined, `a VSIX is made for ${process.platform}-${process.arch}`);
  const [dist, extension] = [join(folder, 'dist'), join(folder, 'extension')];
  const built = await startNode([join(repository, 'esbuild.mjs'), dist]).ended;
  assert.equal(built.code, 0, built.stderr);
  await stage(target, { root: repository, dist }, extension);
  return extension;
}

/** Packs what `stageOwn` has laid out. */
export async function packOwn(folder: string): Promise<Packed> {
  const [extension, vsix] = [await stageOwn(folder), join(folder, 'critique-coder.vsix')];
  await packVsix(extension, vsix, ownTarget()?.name);
  return { extension, vsix };
}
