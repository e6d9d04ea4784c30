/** What computes the graphs of an engine, by choice. */
import type { Provider } from '../protocol/config.ts';
import { providerLoader } from './providers/loader.ts';
import type { LoadGraph } from './runner.ts';
import { tensorFlowLoader } from './tensorflow/executor.ts';
import { loadTensorFlow } from './tensorflow/load.ts';

export interface ExecutorChoice {
  /** Folder from which the user's TensorFlow package is found; ONNX Runtime computes where it is left out. */
  readonly tensorFlow?: string | undefined;
  /** Where ONNX Runtime computes; on the processor where it is left out. */
  readonly provider?: Provider | undefined;
}

/** Arrays in `fixed` never change while the engine is open, so a graphics card gets each of them once. */
export async function loaderFor(
  { tensorFlow, provider = 'cpu' }: ExecutorChoice,
  fixed: Iterable<Float32Array> = [],
): Promise<LoadGraph> {
  if (tensorFlow === undefined) return providerLoader(provider, fixed);
  const { tf } = await loadTensorFlow(tensorFlow);
  return tensorFlowLoader(tf, new Set(fixed));
}
