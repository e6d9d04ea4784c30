/**
 * Batched sampling with continuous refill: a prompt is computed once and its cache copied to its samples, every
 * decoding step advances all running samples together, and finished ones leave their slots to waiting requests.
 */
import { emptyPrompt, promptTooLong } from '../../errors/engine.ts';
import { cachedGraph } from '../../model/cached-graph.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { createRandom, hashSeed, type Random } from '../../random.ts';
import type { Completion, SampleRequest } from '../types.ts';
import { chooseToken } from './choose.ts';
import { KeyValueCache } from './key-value-cache.ts';
import { rotaryTensors } from './rotary-tensors.ts';
import { GraphSession, tensorOver, type Tensors } from './runtime.ts';
import type { ParameterVector } from './weights.ts';

/** Completions that run at once, unless the caches would be too large. */
const mostSlots = 128;
/** Elements that the caches of all slots may have together: 1 GiB of float32. */
const mostCacheElements = 2 ** 28;

/** A completion under way. */
interface Sample {
  readonly request: SampleRequest;
  /** Where the finished completion goes. */
  readonly place: { readonly request: number; readonly sample: number };
  readonly random: Random;
  readonly tokens: number[];
  readonly logprobs: number[];
  readonly policyLogprobs: number[];
}

export class Sampler implements AsyncDisposable {
  readonly #config: DecoderConfig;
  readonly #parameters: Tensors;
  readonly #session: GraphSession;
  readonly #rotary: Tensors;
  #cache: KeyValueCache | undefined;
  /** Memory for a step's logits, grown as needed. */
  #logits = new Float32Array(0);

  private constructor(config: DecoderConfig, weights: ParameterVector, session: GraphSession) {
    this.#config = config;
    this.#parameters = weights.tensors(weights.values);
    this.#session = session;
    this.#rotary = rotaryTensors(config, config.maxPositions);
  }

  static async create(config: DecoderConfig, weights: ParameterVector, threads: number): Promise<Sampler> {
    return new Sampler(config, weights, await GraphSession.create(cachedGraph(config), 'sampling', threads));
  }

  /** [request][sample]. The signal is heard between two decoding steps. */
  async sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    const results = requests.map(({ count }) => new Array<Completion>(count));
    const { cache, slots } = this.#cacheFor(requests);
    const running: Sample[] = [];
    const scratch = new Float32Array(this.#config.vocabularySize);
    const finish = (sample: Sample, reason: Completion['finish']) => {
      (results[sample.place.request] as Completion[])[sample.place.sample] = completionOf(sample, reason);
    };
    const waiting = requests.flatMap((request, index) => splitBySlots(request, index, slots)).reverse();
    while (waiting.length > 0 || running.length > 0) {
      signal?.throwIfAborted();
      let next = waiting.at(-1);
      while (next !== undefined && running.length + next.samples.length <= slots) {
        await this.#admit(next.request.prompt, next.samples, cache, running, scratch, finish);
        waiting.pop();
        next = waiting.at(-1);
      }
      if (running.length > 0) await this.#advance(cache, running, scratch, finish);
    }
    return results;
  }

  /** Computes the prompt in the first free slot, draws each sample's first token and gives the running ones a slot. */
  async #admit(
    prompt: Int32Array,
    samples: readonly Sample[],
    cache: KeyValueCache,
    running: Sample[],
    scratch: Float32Array,
    finish: (sample: Sample, reason: Completion['finish']) => void,
  ): Promise<void> {
    const slot = running.length;
    const logits = await this.#run(cache, slot, 1, prompt, Int32Array.of(prompt.length - 1));
    for (const sample of samples) {
      const reason = this.#extend(sample, logits, scratch);
      if (reason !== undefined) {
        finish(sample, reason);
        continue;
      }
      if (running.length > slot) cache.copy(slot, running.length, prompt.length);
      running.push(sample);
    }
  }

  /** One decoding step: every running sample gets a token; finished ones are replaced by the last running one. */
  async #advance(
    cache: KeyValueCache,
    running: Sample[],
    scratch: Float32Array,
    finish: (sample: Sample, reason: Completion['finish']) => void,
  ): Promise<void> {
    const tokens = Int32Array.from(running, (sample) => sample.tokens.at(-1) as number);
    const lastPositions = Int32Array.from(running, positionOf);
    const logits = await this.#run(cache, 0, running.length, tokens, lastPositions);
    const width = this.#config.vocabularySize;
    // From the last row to the first, so that the row moved into a gap has already been extended.
    for (let row = running.length - 1; row >= 0; row--) {
      const sample = running[row] as Sample;
      const reason = this.#extend(sample, logits.subarray(row * width, (row + 1) * width), scratch);
      if (reason === undefined) continue;
      finish(sample, reason);
      const moved = running.pop() as Sample;
      if (moved === sample) continue;
      running[row] = moved;
      cache.copy(running.length, row, positionOf(moved));
    }
  }

  /** Draws a sample's next token; says why the sample is finished, if it is. */
  #extend(sample: Sample, logits: Float32Array, scratch: Float32Array): Completion['finish'] | undefined {
    const { params, prompt } = sample.request;
    const choice = chooseToken(logits, params, sample.random.uniform(), scratch);
    sample.tokens.push(choice.token);
    sample.logprobs.push(choice.logprob);
    sample.policyLogprobs.push(choice.policyLogprob);
    if (
      this.#config.endTokens.includes(choice.token) ||
      params.stop.some((stop) => endsWith(sample.tokens, stop))
    ) {
      return 'stop';
    }
    const length = sample.tokens.length;
    return length >= params.maxTokens || prompt.length + length >= this.#config.maxPositions
      ? 'length'
      : undefined;
  }

  /** Runs `count` slots from `first` on; tokens holds the same number of new ones for each. Returns [count, V] logits. */
  async #run(
    cache: KeyValueCache,
    first: number,
    count: number,
    tokens: Int32Array,
    lastPositions: Int32Array,
  ): Promise<Float32Array> {
    const length = tokens.length / count;
    const { past, present } = cache.tensors(first, count);
    const size = count * this.#config.vocabularySize;
    if (this.#logits.length < size) this.#logits = new Float32Array(size);
    const logits = this.#logits.subarray(0, size);
    await this.#session.run(
      {
        ...this.#parameters,
        ...this.#rotary,
        ...past,
        tokens: tensorOver(tokens, [count, length]),
        lastPositions: tensorOver(lastPositions, [count]),
        totalLength: tensorOver(Int32Array.of(Math.max(...lastPositions) + 1), [1]),
        last: tensorOver(
          BigInt64Array.from({ length: count }, (_, row) => BigInt((row + 1) * length - 1)),
          [count],
        ),
      },
      { ...present, logits: tensorOver(logits, [count, this.#config.vocabularySize]) },
    );
    return logits;
  }

  /**
   * The cache of the last call if it is large enough, else a new one. How many slots may be used depends on this call
   * alone, so that a resumed run batches, and therefore rounds, as an uninterrupted one.
   */
  #cacheFor(requests: readonly SampleRequest[]): { cache: KeyValueCache; slots: number } {
    const { maxPositions, layers, kvHeads, headSize } = this.#config;
    let needed = 0;
    let samples = 0;
    for (const { prompt, params, count } of requests) {
      if (prompt.length === 0) throw emptyPrompt();
      if (prompt.length >= maxPositions) throw promptTooLong(prompt.length, maxPositions);
      needed = Math.max(needed, Math.min(maxPositions, prompt.length + params.maxTokens));
      samples += count;
    }
    const capacity = Math.ceil(needed / 64) * 64;
    const affordable = Math.floor(mostCacheElements / (2 * layers * kvHeads * capacity * headSize));
    const slots = Math.max(1, Math.min(mostSlots, samples, affordable));
    if (this.#cache === undefined || this.#cache.capacity < needed || this.#cache.slots < slots) {
      this.#cache = new KeyValueCache(this.#config, slots, capacity);
    }
    return { cache: this.#cache, slots };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

/** A request's samples, in portions that fit the cache together. */
function splitBySlots(request: SampleRequest, index: number, slots: number) {
  const samples = Array.from({ length: request.count }, (_, sample) => ({
    request,
    place: { request: index, sample },
    random: createRandom(hashSeed(request.seed, sample)),
    tokens: [],
    logprobs: [],
    policyLogprobs: [],
  }));
  const portions: { request: SampleRequest; samples: Sample[] }[] = [];
  for (let start = 0; start < samples.length; start += slots) {
    portions.push({ request, samples: samples.slice(start, start + slots) });
  }
  return portions;
}

/** Position of a running sample's newest token, which the next step computes. */
function positionOf(sample: Sample): number {
  return sample.request.prompt.length + sample.tokens.length - 1;
}

function endsWith(tokens: readonly number[], ending: readonly number[]): boolean {
  const start = tokens.length - ending.length;
  return ending.length > 0 && start >= 0 && ending.every((token, index) => token === tokens[start + index]);
}

function completionOf(sample: Sample, finish: Completion['finish']): Completion {
  return {
    tokens: Int32Array.from(sample.tokens),
    logprobs: Float32Array.from(sample.logprobs),
    policyLogprobs: Float32Array.from(sample.policyLogprobs),
    finish,
  };
}
