import { createRequire } from 'node:module';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };

const packageSchema = z.object({ version: z.string() });

/** Versions that a run was made with, by program. */
export function programVersions(): Record<string, string> {
  const runtime: unknown = createRequire(import.meta.url)('onnxruntime-node/package.json');
  return {
    'critique-coder': manifest.version,
    node: process.versions.node,
    'onnxruntime-node': packageSchema.parse(runtime).version,
  };
}
