/**
 * Batched sampling with continuous refill: a prompt is computed once and its cache copied to its samples, every
 * decoding step advances all running samples together, and finished ones leave their slots to waiting requests.
 */
import { emptyPrompt, promptTooLong } from '../../errors/engine.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { createRandom, hashSeed, type Random } from '../../random.ts';
import type { Completion, SampleRequest } from '../types.ts';
import { CachedDecoder, capacityFor } from './cached-decoder.ts';
import { chooseToken } from './choose.ts';
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
  readonly #decoder: CachedDecoder;

  private constructor(config: DecoderConfig, decoder: CachedDecoder) {
    this.#config = config;
    this.#decoder = decoder;
  }

  static async create(config: DecoderConfig, weights: ParameterVector, threads: number): Promise<Sampler> {
    return new Sampler(config, await CachedDecoder.create(config, weights, threads));
  }

  /** [request][sample]. The signal is heard between two decoding steps. */
  async sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    const results = requests.map(({ count }) => new Array<Completion>(count));
    const slots = this.#prepare(requests);
    const running: Sample[] = [];
    const scratch = new Float32Array(this.#config.vocabularySize);
    const finish = (sample: Sample, reason: Completion['finish']) => {
      (results[sample.place.request] as Completion[])[sample.place.sample] = completionOf(sample, reason);
    };
    // A step attends to the whole capacity of the cache, which grows with its longest row: short prompts go first.
    const waiting = requests
      .flatMap((request, index) => splitBySlots(request, index, slots))
      .toSorted((a, b) => b.request.prompt.length - a.request.prompt.length);
    while (waiting.length > 0 || running.length > 0) {
      signal?.throwIfAborted();
      let next = waiting.at(-1);
      while (next !== undefined && running.length + next.samples.length <= slots) {
        await this.#admit(next.request.prompt, next.samples, running, scratch, finish);
        waiting.pop();
        next = waiting.at(-1);
      }
      if (running.length > 0) await this.#advance(running, scratch, finish);
    }
    return results;
  }

  /** Computes the prompt in the first free slot, draws each sample's first token and gives the running ones a slot. */
  async #admit(
    prompt: Int32Array,
    samples: readonly Sample[],
    running: Sample[],
    scratch: Float32Array,
    finish: (sample: Sample, reason: Completion['finish']) => void,
  ): Promise<void> {
    const slot = running.length;
    this.#decoder.fit(prompt.length, slot);
    const logits = await this.#decoder.read(prompt, slot);
    for (const sample of samples) {
      const reason = this.#extend(sample, logits, scratch);
      if (reason !== undefined) {
        finish(sample, reason);
        continue;
      }
      if (running.length > slot) this.#decoder.copy(slot, running.length, prompt.length);
      running.push(sample);
    }
  }

  /** One decoding step: every running sample gets a token; finished ones are replaced by the last running one. */
  async #advance(
    running: Sample[],
    scratch: Float32Array,
    finish: (sample: Sample, reason: Completion['finish']) => void,
  ): Promise<void> {
    const tokens = Int32Array.from(running, (sample) => sample.tokens.at(-1) as number);
    const positions = Int32Array.from(running, positionOf);
    this.#decoder.fit(Math.max(...positions) + 1, running.length);
    const logits = await this.#decoder.step(tokens, positions);
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
      this.#decoder.copy(running.length, row, positionOf(moved));
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

  /**
   * Makes room for the requests and says how many slots there are. They depend on this call alone, so that a resumed
   * run batches, and therefore rounds, as an uninterrupted one.
   */
  #prepare(requests: readonly SampleRequest[]): number {
    const { maxPositions, layers, kvHeads, headSize } = this.#config;
    let needed = 0;
    let samples = 0;
    for (const { prompt, params, count } of requests) {
      if (prompt.length === 0) throw emptyPrompt();
      if (prompt.length >= maxPositions) throw promptTooLong(prompt.length, maxPositions);
      needed = Math.max(needed, Math.min(maxPositions, prompt.length + params.maxTokens));
      samples += count;
    }
    const slotSize = 2 * layers * kvHeads * capacityFor(needed) * headSize;
    const slots = Math.max(1, Math.min(mostSlots, samples, Math.floor(mostCacheElements / slotSize)));
    this.#decoder.prepare(slots);
    return slots;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#decoder[Symbol.asyncDispose]();
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
