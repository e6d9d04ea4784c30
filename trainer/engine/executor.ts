/** What computes the graphs of an engine, by choice. */
import { loadOnOnnxRuntime } from './local/runtime.ts';
import type { LoadGraph } from './runner.ts';
import { tensorFlowLoader } from './tensorflow/executor.ts';
import { loadTensorFlow } from './tensorflow/load.ts';

/**
 * ONNX Runtime, or the TensorFlow package that modules in the folder `tensorFlow` would get. Arrays in `fixed` never
 * change while the engine is open, so TensorFlow copies each to its own memory once.
 */
export async function loaderFor(
  tensorFlow: string | undefined,
  fixed: Iterable<Float32Array> = [],
): Promise<LoadGraph> {
  if (tensorFlow === undefined) return loadOnOnnxRuntime;
  const { tf } = await loadTensorFlow(tensorFlow);
  return tensorFlowLoader(tf, new Set(fixed));
}
