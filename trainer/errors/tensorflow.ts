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
