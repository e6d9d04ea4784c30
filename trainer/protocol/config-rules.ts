/** The rules between fields of a run configuration, as a table: what must hold, and what to do where it does not. */
import type { RunConfig } from './config.ts';

export interface ConfigRule {
  /** The fields the rule reads; the first is the one to blame. */
  readonly paths: readonly [string, ...string[]];
  readonly holds: (config: RunConfig) => boolean;
  readonly problem: string;
  readonly remedy: string;
}

const longestSequence = (config: RunConfig): number => config.context.maxPromptTokens + config.context.second;

export const configRules: readonly ConfigRule[] = [
  {
    paths: ['context.second', 'context.first'],
    holds: (c) => c.context.second >= c.context.first,
    problem: 'the second phase allows fewer tokens than the first (context.first)',
    remedy: 'Raise context.second, or leave it out for twice context.first.',
  },
  {
    paths: ['data.pairs', 'critiqueShare'],
    holds: (c) => c.critiqueShare === 0 || c.data.pairs.length > 0,
    problem: 'critiqueShare asks for critique prompts, but there are no pairs to judge',
    remedy: "Name a source of pairs (or 'starter'), or set critiqueShare to 0.",
  },
  {
    paths: ['data.problems', 'critiqueShare'],
    holds: (c) => c.critiqueShare === 1 || c.data.problems.length > 0,
    problem: 'critiqueShare asks for solve prompts, but there are no problems to solve',
    remedy: "Name a source of problems (or 'starter'), or set critiqueShare to 1.",
  },
  {
    paths: ['data.validation.problems', 'data.problems', 'data.heldOut.problems'],
    holds: (c) => apart(c.data.problems, c.data.validation.problems, c.data.heldOut.problems),
    problem: 'the same file is used for two of training, validation and held-out problems',
    remedy: "Give each its own file; only 'starter' keeps its own splits apart.",
  },
  {
    paths: ['data.validation.pairs', 'data.pairs', 'data.heldOut.pairs'],
    holds: (c) => apart(c.data.pairs, c.data.validation.pairs, c.data.heldOut.pairs),
    problem: 'the same file is used for two of training, validation and held-out pairs',
    remedy: "Give each its own file; only 'starter' keeps its own splits apart.",
  },
  {
    paths: ['updatesPerRollout', 'promptsPerStep'],
    holds: (c) => c.updatesPerRollout <= c.promptsPerStep,
    problem: 'there are more updates in a step than prompts (promptsPerStep) to divide among them',
    remedy: 'Lower updatesPerRollout or raise promptsPerStep.',
  },
  {
    paths: ['context.switch', 'length'],
    holds: (c) =>
      !('steps' in c.length && c.context.switch.kind === 'step' && c.context.switch.step >= c.length.steps),
    problem: 'the second phase would begin after the last step (length.steps)',
    remedy: 'Lower context.switch.step, raise length.steps, or use {"kind": "never"}.',
  },
  {
    paths: ['context.switch'],
    holds: (c) =>
      c.context.switch.kind !== 'plateau' || c.context.switch.minSteps >= 2 * c.context.switch.window,
    problem: 'a plateau compares two windows, so it cannot be seen before step 2 × window',
    remedy: 'Raise context.switch.minSteps to at least twice context.switch.window, or lower the window.',
  },
  {
    paths: ['loss.dualClip', 'loss.clipHigh'],
    holds: (c) => c.loss.dualClip === 0 || c.loss.dualClip > 1 + c.loss.clipHigh,
    problem: 'the dual clip lies inside the ordinary clip range, which ends at 1 + loss.clipHigh',
    remedy: 'Use a value above 1 + loss.clipHigh (3 is usual), or 0 to switch it off.',
  },
  {
    paths: ['loss.overlongBuffer', 'loss.overlong', 'context.first'],
    holds: (c) =>
      c.loss.overlong !== 'penalise' ||
      (c.loss.overlongBuffer > 0 && c.loss.overlongBuffer < c.context.first),
    problem: "overlong 'penalise' needs a buffer of at least 1 token and less than context.first",
    remedy: "Set loss.overlongBuffer to about a fifth of context.first, or use overlong 'mask'.",
  },
  {
    paths: ['earlyStop.patience', 'validation.every'],
    holds: (c) => c.earlyStop.patience === 0 || c.validation.every > 0,
    problem: 'patience counts validations, but validation.every is 0',
    remedy: 'Set validation.every above 0, or earlyStop.patience to 0.',
  },
  {
    paths: ['engine.executor', 'adapters.dropout'],
    holds: (c) => c.engine.executor !== 'tensorflow' || (c.adapters?.dropout ?? 0) === 0,
    problem: "adapters with dropout need whole numbers of 64 bits, which 'tensorflow' does not have",
    remedy: "Set adapters.dropout to 0, or engine.executor to 'onnxruntime'.",
  },
  {
    paths: ['engine.executor', 'engine.provider'],
    holds: ({ engine }) => engine.executor !== 'tensorflow' || ['auto', 'cpu'].includes(engine.provider),
    problem: "a provider is ONNX Runtime's, and 'tensorflow' chooses its device itself",
    remedy: "Remove engine.provider, or set engine.executor to 'onnxruntime'.",
  },
  {
    paths: ['adapters.basePrecision', 'engine.executor', 'engine.provider'],
    holds: ({ adapters, engine }) =>
      adapters?.basePrecision !== 'int4' ||
      (engine.executor === 'onnxruntime' && ['auto', 'cpu'].includes(engine.provider)),
    problem: 'a base in 4 bits is computed by ONNX Runtime on the processor alone',
    remedy:
      "Set adapters.basePrecision to 'fp32', or engine.executor to 'onnxruntime' and engine.provider to 'cpu'.",
  },
  {
    paths: ['adapters.basePrecision', 'engine.recompute'],
    holds: ({ adapters, engine }) => adapters?.basePrecision !== 'int4' || engine.recompute !== 'never',
    problem: "a base in 4 bits is trained on layer by layer, which engine.recompute 'never' rules out",
    remedy: "Set adapters.basePrecision to 'fp32', or engine.recompute to 'auto'.",
  },
  {
    paths: ['engine.microBatchTokens', 'context.second', 'context.maxPromptTokens'],
    holds: (c) => c.engine.microBatchTokens >= longestSequence(c),
    problem:
      'a micro-batch cannot hold the longest sequence, context.maxPromptTokens + context.second tokens',
    remedy: 'Raise engine.microBatchTokens, or lower the context limits.',
  },
];

/** No source but `starter` stands in two of the lists. */
function apart(...lists: readonly (readonly string[])[]): boolean {
  const files = lists.flatMap((list) => [...new Set(list)].filter((source) => source !== 'starter'));
  return new Set(files).size === files.length;
}
