/**
 * TensorFlow.js core on its plain JavaScript backend: the second witness against a wrong operator or gradient.
 *
 * The packages cannot be imported as they are: their Node build registers no gradients, and their module build uses
 * paths without extensions. So the module build is bundled in memory when this file is imported.
 */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

export type { Tensor } from '@tensorflow/tfjs-core';

/** The text of a CommonJS module, made a function. */
type ModuleFunction = (require: NodeJS.Require, module: { exports: object }, exports: object) => void;

/** The text of a CommonJS module with everything in it. */
export async function bundleTensorFlow(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export * from '@tensorflow/tfjs-core';
        import '@tensorflow/tfjs-core/dist/register_all_gradients';
        import '@tensorflow/tfjs-backend-cpu';`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
  });
  return outputFiles[0]?.text ?? '';
}

async function load(): Promise<typeof TensorFlow> {
  const module = { exports: {} };
  const run = compileFunction(await bundleTensorFlow(), ['require', 'module', 'exports']) as ModuleFunction;
  run(createRequire(import.meta.url), module, module.exports);
  const tensorflow = module.exports as typeof TensorFlow;
  // Otherwise it advertises another backend on the console.
  tensorflow.env().set('IS_TEST', true);
  await tensorflow.setBackend('cpu');
  return tensorflow;
}

export const tf = await load();
