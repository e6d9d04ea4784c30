import { reasonOf, TrainerError } from './error.ts';

export function notOnTensorFlow(operator: string, purpose: string, reason: string | undefined): TrainerError {
  return new TrainerError(
    'tensorflow.operator-refused',
    `TensorFlow cannot compute the operator ${operator} in the graph of ${purpose}: ${reason ?? 'it has no mapping'}.`,
    'Use engine.executor "onnxruntime".',
  );
}

export function tensorFlowFailed(what: string, cause: unknown): TrainerError {
  return new TrainerError(
    'tensorflow.failed',
    `TensorFlow failed while ${what}: ${reasonOf(cause)}.`,
    'Lower engine.microBatchTokens if memory is short, or use engine.executor "onnxruntime".',
    { cause },
  );
}

export function tensorFlowNotInstalled(names: readonly string[], folder: string): TrainerError {
  return new TrainerError(
    'tensorflow.not-installed',
    `TensorFlow is not installed for ${folder}: there is neither ${names.join(' nor ')}.`,
    `Run "npm install ${names[0]}" there, name another folder in engine.tensorflowFolder, or use engine.executor "onnxruntime".`,
  );
}

export function tensorFlowDoesNotLoad(name: string, file: string, cause: unknown): TrainerError {
  const reason = reasonOf(cause);
  return new TrainerError(
    'tensorflow.does-not-load',
    `${name} is installed (${file}) but does not load: ${reason}.`,
    `${remedyFor(reason, name)}, or use engine.executor "onnxruntime".`,
    { cause },
  );
}

/** What usually helps, by what the package or the system's loader says. */
function remedyFor(reason: string, name: string): string {
  if (/tfjs_binding/.test(reason)) {
    return `Its install script did not run or could not load the native part: run "npm rebuild ${name} --ignore-scripts=false" with a connection to the internet`;
  }
  if (/libcud|libcublas|libnv|nvcuda|cudart/i.test(reason)) {
    return 'Install the CUDA and cuDNN that its documentation names (11.2 and 8.1 for version 4.22)';
  }
  return 'Install it anew';
}
