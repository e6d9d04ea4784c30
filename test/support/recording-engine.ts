/** An engine without weights: it answers what a test tells it to and remembers what it was asked. */
import type {
  AdamWParams,
  CallOptions,
  Completion,
  Engine,
  ForwardBackwardResult,
  Objective,
  OptimStepResult,
  SampleRequest,
  TrainSequence,
} from '../../trainer/engine/types.ts';

export type EngineCall =
  | { readonly verb: 'sample'; readonly requests: readonly SampleRequest[] }
  | {
      readonly verb: 'forwardBackward';
      readonly sequences: readonly TrainSequence[];
      readonly objective: Objective;
    }
  | { readonly verb: 'forward'; readonly sequences: readonly TrainSequence[]; readonly temperature: number }
  | { readonly verb: 'optimStep'; readonly params: AdamWParams }
  | { readonly verb: 'save' | 'restore'; readonly directory: string };

/** Completions of the request at `index`. */
export type Sampled = (request: SampleRequest, index: number) => readonly Completion[];

export class RecordingEngine implements Engine {
  readonly calls: EngineCall[] = [];
  /** What every token's log-probability is under these weights. */
  readonly #logprob: number;
  readonly #sampled: Sampled;

  constructor(sampled: Sampled, logprob = -1) {
    this.#sampled = sampled;
    this.#logprob = logprob;
  }

  /** The recorded calls of one verb. */
  of<V extends EngineCall['verb']>(verb: V): readonly Extract<EngineCall, { readonly verb: V }>[] {
    return this.calls.filter((call): call is Extract<EngineCall, { readonly verb: V }> => call.verb === verb);
  }

  async sample(
    requests: readonly SampleRequest[],
    options?: CallOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    options?.signal?.throwIfAborted();
    this.calls.push({ verb: 'sample', requests });
    return Promise.resolve(requests.map(this.#sampled));
  }

  async forwardBackward(
    sequences: readonly TrainSequence[],
    objective: Objective,
    options?: CallOptions,
  ): Promise<ForwardBackwardResult> {
    options?.signal?.throwIfAborted();
    this.calls.push({ verb: 'forwardBackward', sequences, objective });
    return Promise.resolve({ loss: 0.5, ...this.#score(sequences) });
  }

  async forward(
    sequences: readonly TrainSequence[],
    temperature: number,
    options?: CallOptions,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    options?.signal?.throwIfAborted();
    this.calls.push({ verb: 'forward', sequences, temperature });
    return Promise.resolve(this.#score(sequences));
  }

  optimStep(params: AdamWParams): Promise<OptimStepResult> {
    this.calls.push({ verb: 'optimStep', params });
    return Promise.resolve({ gradNorm: 2 });
  }

  zeroGrad(): Promise<void> {
    return Promise.resolve();
  }

  save(directory: string): Promise<void> {
    this.calls.push({ verb: 'save', directory });
    return Promise.resolve();
  }

  restore(directory: string): Promise<void> {
    this.calls.push({ verb: 'restore', directory });
    return Promise.resolve();
  }

  exportModel(): Promise<void> {
    return Promise.reject(new Error('This engine has no weights to export.'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  /** 100 tokens are said to have been computed. */
  #score(sequences: readonly TrainSequence[]): Omit<ForwardBackwardResult, 'loss'> {
    const each = (value: number) =>
      sequences.flatMap(({ completions }) =>
        completions.map(({ tokens }) => new Float32Array(tokens.length).fill(value)),
      );
    return { logprobs: each(this.#logprob), entropies: each(0.25), tokensComputed: 100 };
  }
}

/** A completion that was sampled with probability 1/2 a token (of the policy) and 1 (of the distribution sampled from). */
export function completion(tokens: readonly number[], finish: Completion['finish'] = 'stop'): Completion {
  return {
    tokens: Int32Array.from(tokens),
    logprobs: new Float32Array(tokens.length),
    policyLogprobs: new Float32Array(tokens.length).fill(-Math.LN2),
    finish,
  };
}
