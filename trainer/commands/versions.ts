import { createRequire } from 'node:module';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

/** Versions that a run was made with, by program. */
export function programVersions(): Record<string, string> {
  const load = createRequire(import.meta.url);
  const versionOf = (name: string): string => packageSchema.parse(load(name)).version;
  return {
    'critique-coder': versionOf('../../package.json'),
    node: process.versions.node,
    'onnxruntime-node': versionOf('onnxruntime-node/package.json'),
  };
}
