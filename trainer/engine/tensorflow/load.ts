/**
 * Loads the TensorFlow.js package that the user has installed. Critique-Coder neither brings one nor needs one, so it is
 * found from a folder of the user's and loaded when it is asked for, never before.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { reasonOf } from '../../errors/error.ts';
import { tensorFlowDoesNotLoad, tensorFlowNotInstalled } from '../../errors/tensorflow.ts';
import type { Functions } from './call.ts';

/** In this order: who has installed the one for graphics cards wants it. */
export const tensorFlowPackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

export interface TensorFlowPackage {
  readonly name: string;
  /** The module that was loaded. */
  readonly file: string;
  /** Of TensorFlow.js. */
  readonly version: string;
  /** Whether it computes on a graphics card. */
  readonly usesGpu: boolean;
  readonly tf: Functions;
}

/** Loads the package that modules in `folder` would get. Throws `tensorflow.not-installed` and `tensorflow.does-not-load`. */
export async function loadTensorFlow(folder: string): Promise<TensorFlowPackage> {
  const require = createRequire(join(folder, 'none.js'));
  const found = findPackage(require);
  if (found === undefined) throw tensorFlowNotInstalled(tensorFlowPackages, folder);
  const { name, file } = found;
  try {
    restoreUtilities();
    const tf: unknown = require(file);
    if (!isTensorFlow(tf)) throw new TypeError('it has none of the functions of TensorFlow.js');
    await tf.ready();
    return { name, file, version: tf.version_core, usesGpu: usesGpu(tf.backend()), tf };
  } catch (cause) {
    throw tensorFlowDoesNotLoad(name, file, cause);
  }
}

function findPackage(require: NodeJS.Require): { name: string; file: string } | undefined {
  for (const name of tensorFlowPackages) {
    try {
      return { name, file: require.resolve(name) };
    } catch (cause) {
      if (!/Cannot find module/.test(reasonOf(cause))) throw tensorFlowDoesNotLoad(name, name, cause);
    }
  }
  return undefined;
}

/**
 * Puts back two functions that Node has had no more since version 23. The released package calls them in almost every
 * operator; the correction of it was never released.
 */
export function restoreUtilities(): void {
  const utilities = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  utilities['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  utilities['isArray'] ??= Array.isArray;
}

function isTensorFlow(module: unknown): module is Functions {
  if (typeof module !== 'object' || module === null) return false;
  return ['tensor', 'tidy', 'matMul', 'ready'].every(
    (name) => typeof (module as Record<string, unknown>)[name] === 'function',
  );
}

const usesGpu = (backend: object): boolean =>
  'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
