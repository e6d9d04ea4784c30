import { reasonOf, TrainerError } from './error.ts';

export function sequenceTooLong(prompt: number, completion: number, limit: number): TrainerError {
  return new TrainerError(
    'engine.sequence-too-long',
    `A prompt of ${prompt} tokens with a completion of ${completion} cannot be trained on: the model has ${limit} positions.`,
    'Lower context.maxPromptTokens or the completion limits, or use a model with more positions.',
  );
}

export function emptyPrompt(): TrainerError {
  return new TrainerError(
    'engine.empty-prompt',
    'A prompt has no tokens, so there is nothing that a completion could follow.',
    'Give the problem a question, or the prompt template a text.',
  );
}

export function promptTooLong(prompt: number, limit: number): TrainerError {
  return new TrainerError(
    'engine.prompt-too-long',
    `A prompt of ${prompt} tokens leaves no room for a completion: the model has ${limit} positions.`,
    'Lower context.maxPromptTokens, or use a model with more positions.',
  );
}

/** `part`: which part of a checkpoint the file is. */
export function badCheckpoint(part: string, file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'engine.bad-checkpoint',
    `The ${part} ${file} cannot be used: ${reasonOf(cause)}.`,
    'Resume from an earlier checkpoint of the run.',
    { cause },
  );
}

export function runtimeFailed(what: string, cause: unknown): TrainerError {
  return new TrainerError(
    'engine.runtime-failed',
    `ONNX Runtime failed while ${what}: ${reasonOf(cause)}.`,
    'Run "critique-coder doctor"; if memory is short, lower engine.microBatchTokens.',
    { cause },
  );
}

export function providerFailed(provider: string, purpose: string, cause: unknown): TrainerError {
  return new TrainerError(
    'engine.provider-failed',
    `The graph of ${purpose} cannot be loaded for ${provider}: ${runtimeReason(cause)}.`,
    'Set engine.provider to "cpu" or "auto", of a run in its run.json; "critique-coder doctor" says which providers work here. ' +
      'The packaged extension for Windows comes without the libraries for cards.',
    { cause },
  );
}

/** Without the place in ONNX Runtime's sources and the condition there, which say nothing to a user. */
export function runtimeReason(cause: unknown): string {
  const [first = ''] = reasonOf(cause)
    .replace(/^.* was false\. /s, '')
    .split('\n');
  return first.trim().replace(/\.$/, '');
}

export function workerEnded(exitCode: number, pending: number, cause?: unknown): TrainerError {
  const reason = cause === undefined ? '' : ` (${reasonOf(cause)})`;
  return new TrainerError(
    'engine.worker-ended',
    `The engine's worker thread ended with exit code ${exitCode}${reason} while ${pending} calls were waiting.`,
    'Resume the run from its last checkpoint; the trainer log holds what the worker printed last.',
    { cause },
  );
}

export function engineClosed(): TrainerError {
  return new TrainerError(
    'engine.closed',
    'The engine was closed before it could answer the call.',
    'Open the engine again; closing it ends every call under way.',
  );
}

export function notFinite(what: string): TrainerError {
  return new TrainerError(
    'engine.not-finite',
    `${what} is not a finite number, so the weights were left as they were.`,
    'Lower optimiser.learningRate, or set optimiser.maxGradNorm.',
  );
}

export function badCall(what: string, value: string, rule: string): TrainerError {
  return new TrainerError(
    'engine.bad-call',
    `The engine cannot take ${what} ${value}: ${rule}.`,
    'Correct the configuration value or the call that led to it.',
  );
}
