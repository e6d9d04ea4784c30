/**
 * The engine: four verbs that a training loop needs from whatever holds the weights.
 * The vocabulary is the Tinker API's, so that a cluster can be a second implementation of this interface.
 * Every array of token ids is an `Int32Array`; every probability is a natural logarithm.
 */

export interface SamplingParams {
  /** Most tokens in one completion, the stop token counted. */
  readonly maxTokens: number;
  /** 0 takes the most probable token; otherwise logits are divided by it. */
  readonly temperature: number;
  /** Smallest set of tokens whose probability reaches this; 1 keeps all. */
  readonly topP: number;
  /** Number of most probable tokens kept; 0 keeps all. */
  readonly topK: number;
  /** A completion ends with the first of these token sequences, which stays part of it. */
  readonly stop: readonly (readonly number[])[];
}

/** One prompt, sampled `count` times. Two requests with equal prompt, seed and parameters sample the same tokens. */
export interface SampleRequest {
  readonly prompt: Int32Array;
  readonly count: number;
  readonly seed: number;
  readonly params: SamplingParams;
}

export interface Completion {
  /** [length], the stop sequence included. */
  readonly tokens: Int32Array;
  /** [length] log-probability under the distribution sampled from: after temperature, top-k and top-p. */
  readonly logprobs: Float32Array;
  /** [length] log-probability after temperature alone: the policy's own, which importance ratios need. */
  readonly policyLogprobs: Float32Array;
  /** `length` means cut off by `maxTokens` or by the model's context. */
  readonly finish: 'stop' | 'length';
}

/**
 * A prompt with completions of it that are trained on. The prompt is computed once for all of them.
 * Each array of a completion has one entry a token.
 */
export interface TrainSequence {
  readonly prompt: Int32Array;
  readonly completions: readonly TrainCompletion[];
}

export interface TrainCompletion {
  readonly tokens: Int32Array;
  /** [length] factor of each token's loss in the sum; it carries the normalisation, so micro-batches just add up. */
  readonly weights: Float32Array;
  /** [length] advantage of each token; not read by `crossEntropy`. */
  readonly advantages?: Float32Array;
  /** [length] log-probabilities of the policy that sampled the tokens; not read by `crossEntropy`. */
  readonly oldLogprobs?: Float32Array;
  /** [length] log-probabilities of the reference policy; read when `klCoef` is above 0. */
  readonly referenceLogprobs?: Float32Array;
}

/** What is minimised: the sum over tokens of weight × the token's loss. Formulas: `engine/loss.ts`. */
export type Objective =
  | { readonly kind: 'crossEntropy' }
  | {
      readonly kind: 'policy';
      /** Logits are divided by it, as they were when sampling. */
      readonly temperature: number;
      /** The ratio is clipped to [1 − clipLow, 1 + clipHigh]. */
      readonly clipLow: number;
      readonly clipHigh: number;
      /** For a negative advantage A the surrogate is at least c · A, so the loss at most −c · A; 0 switches that off. */
      readonly dualClip: number;
      readonly klCoef: number;
      readonly entropyCoef: number;
    };

/** Per-token results in the order of the sequences and their completions. */
export interface ForwardBackwardResult {
  readonly loss: number;
  /** [completion][token] log-probability under the weights before the update. */
  readonly logprobs: readonly Float32Array[];
  /** [completion][token] entropy of the whole next-token distribution, nats. */
  readonly entropies: readonly Float32Array[];
  /** Tokens computed, prompts and padding included. */
  readonly tokensComputed: number;
}

/** AdamW with decoupled decay and bias correction; the gradient is scaled down to `maxGradNorm` first. */
export interface AdamWParams {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** 0 leaves the gradient as it is. */
  readonly maxGradNorm: number;
}

export interface OptimStepResult {
  /** Global norm of the accumulated gradient, before clipping. */
  readonly gradNorm: number;
}

export interface CallOptions {
  /** Heard between two micro-batches or two decoding steps; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Engine extends AsyncDisposable {
  /** [request][sample]. */
  sample(
    requests: readonly SampleRequest[],
    options?: CallOptions,
  ): Promise<readonly (readonly Completion[])[]>;

  /** Adds the objective's gradient to what has been accumulated since the last `optimStep`. */
  forwardBackward(
    sequences: readonly TrainSequence[],
    objective: Objective,
    options?: CallOptions,
  ): Promise<ForwardBackwardResult>;

  /** Log-probabilities and entropies of given completions; leaves the gradients alone. */
  forward(
    sequences: readonly TrainSequence[],
    temperature: number,
    options?: CallOptions,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>>;

  /** Updates the weights with the accumulated gradient and empties it. */
  optimStep(params: AdamWParams): Promise<OptimStepResult>;

  /** Empties the accumulated gradient without using it. */
  zeroGrad(): Promise<void>;

  /** Writes weights and optimiser state as files into the existing, empty folder `directory`. */
  save(directory: string): Promise<void>;

  /** Reads what `save` wrote; sampling and training then continue bit for bit. */
  restore(directory: string): Promise<void>;

  /** Writes the weights alone in Hugging Face layout (`config.json`, `model.safetensors` and the tokenizer's files). */
  exportModel(directory: string): Promise<void>;
}
