/**
 * Batched sampling with continuous refill: a prompt is computed and kept once for a group of samples, every decoding
 * step advances all running samples together, and finished ones leave their rows to waiting groups.
 */
import { emptyPrompt, promptTooLong } from '../../errors/engine.ts';
import type { DecoderConfig } from '../../model/config.ts';
import type { LoadGraph } from '../runner.ts';
import type { Completion, SampleRequest } from '../types.ts';
import { CachedDecoder, type Longest, type Room } from './cached-decoder.ts';
import { chooseToken, divisorOf, probabilitiesOf } from './choose.ts';
import { completionOf, groupsOf, heldBy, type Group, type Sample } from './groups.ts';
import { capacityFor } from './key-value-cache.ts';
import type { SharedModel } from './shared-model.ts';

/** Completions that run at once, unless the caches would be too large. */
const mostRows = 128;
/** Rows that share a prompt at most: beyond, the product with it gains nothing from more. */
const mostWidth = 16;
/** Elements that the caches of all rows may have together: 1 GiB of float32. */
const mostCacheElements = 2 ** 28;

/** A call under way. */
interface Sampling {
  readonly room: Room;
  /** Behind one another in the caches: a sample's row and a group's slot are its index here. */
  readonly rows: Sample[];
  readonly groups: Group[];
  /** [request][sample] */
  readonly results: Completion[][];
}

export class Sampler implements AsyncDisposable {
  readonly #config: DecoderConfig;
  readonly #decoder: CachedDecoder;

  private constructor(config: DecoderConfig, decoder: CachedDecoder) {
    this.#config = config;
    this.#decoder = decoder;
  }

  static async create(model: SharedModel, threads: number, load?: LoadGraph): Promise<Sampler> {
    return new Sampler(model.config, await CachedDecoder.create(model, threads, load));
  }

  /** [request][sample]. The signal is heard between two decoding steps. */
  async sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    const room = this.#roomFor(requests);
    this.#decoder.prepare(room, longestOf(requests, this.#config));
    const results = requests.map(({ count }) => new Array<Completion>(count));
    const sampling: Sampling = { room, rows: [], groups: [], results };
    // A step attends to the whole capacity of the caches, which grow with the longest in use: short prompts go first.
    const waiting = groupsOf(requests, room.width);
    try {
      while (waiting.length > 0 || sampling.rows.length > 0) {
        signal?.throwIfAborted();
        await this.#fill(waiting, sampling);
        if (sampling.rows.length > 0) await this.#advance(sampling);
      }
    } finally {
      this.#decoder.rest();
    }
    return results;
  }

  /** Admits groups, the last first, as long as there is room. */
  async #fill(waiting: Group[], sampling: Sampling): Promise<void> {
    let next = waiting.at(-1);
    while (next !== undefined && hasRoomFor(next, sampling)) {
      await this.#admit(next, sampling);
      waiting.pop();
      next = waiting.at(-1);
    }
  }

  /** Computes the group's prompt, draws each sample's first token and gives those that go on a row. */
  async #admit(group: Group, sampling: Sampling): Promise<void> {
    const { rows, groups } = sampling;
    group.slot = groups.length;
    const { prompt, params } = group.request;
    const logits = await this.#decoder.read(prompt, group.slot);
    const probabilities = probabilitiesOf(logits, divisorOf(params));
    for (const sample of group.samples) {
      if (!this.#goesOn(sample, probabilities, sampling)) continue;
      this.#decoder.begin(rows.length);
      rows.push(sample);
      group.running += 1;
    }
    if (group.running > 0) groups.push(group);
  }

  /** One decoding step: every running sample gets a token; finished ones are replaced by the last running one. */
  async #advance(sampling: Sampling): Promise<void> {
    const { rows, groups, room } = sampling;
    const held = Int32Array.from(rows, heldBy);
    const probabilities = await this.#decoder.step({
      tokens: Int32Array.from(rows, ({ tokens }) => tokens.at(-1) as number),
      positions: held.map((count, row) => (rows[row] as Sample).group.request.prompt.length + count),
      held,
      places: Int32Array.from(rows, ({ group, seat }) => group.slot * room.width + seat),
      groups: groups.length,
      divisors: Float32Array.from(rows, ({ group }) => divisorOf(group.request.params)),
    });
    const width = this.#config.vocabularySize;
    // From the last row to the first, so that the row moved into a gap has already been extended.
    for (let row = rows.length - 1; row >= 0; row--) {
      const sample = rows[row] as Sample;
      if (this.#goesOn(sample, probabilities.subarray(row * width, (row + 1) * width), sampling)) continue;
      this.#vacate(row, sampling);
      sample.group.running -= 1;
      if (sample.group.running === 0) this.#dismiss(sample.group, sampling);
    }
  }

  /** The last row moves into the gap. */
  #vacate(row: number, { rows }: Sampling): void {
    const moved = rows.pop() as Sample;
    if (row === rows.length) return;
    rows[row] = moved;
    this.#decoder.moveRow(rows.length, row, heldBy(moved));
  }

  /** The last prompt moves into the slot of one that nobody continues any more. */
  #dismiss({ slot }: Group, { groups }: Sampling): void {
    const moved = groups.pop() as Group;
    if (slot === groups.length) return;
    groups[slot] = moved;
    this.#decoder.movePrompt(moved.slot, slot, moved.request.prompt.length);
    moved.slot = slot;
  }

  /** Draws a sample's next token. A sample that ends with it leaves its completion in the results. */
  #goesOn(sample: Sample, probabilities: Float32Array, { results }: Sampling): boolean {
    const { params } = sample.group.request;
    const choice = chooseToken(probabilities, params, sample.random.uniform());
    sample.tokens.push(choice.token);
    sample.logprobs.push(choice.logprob);
    sample.policyLogprobs.push(choice.policyLogprob);
    const finish = this.#finishOf(sample, choice.token);
    if (finish === undefined) return true;
    (results[sample.place.request] as Completion[])[sample.place.sample] = completionOf(sample, finish);
    return false;
  }

  /** Why a sample is finished with this token, if it is. */
  #finishOf({ group, tokens }: Sample, token: number): Completion['finish'] | undefined {
    const { params, prompt } = group.request;
    const { endTokens, maxPositions } = this.#config;
    if (endTokens.includes(token) || params.stop.some((stop) => endsWith(tokens, stop))) return 'stop';
    const { length } = tokens;
    return length >= params.maxTokens || prompt.length + length >= maxPositions ? 'length' : undefined;
  }

  /**
   * The room for the requests. It depends on this call alone, so that a resumed run batches, and therefore rounds, as
   * an uninterrupted one.
   */
  #roomFor(requests: readonly SampleRequest[]): Room {
    const { maxPositions } = this.#config;
    let needed = 0;
    let samples = 0;
    let most = 1;
    for (const { prompt, params, count } of requests) {
      if (prompt.length === 0) throw emptyPrompt();
      if (prompt.length >= maxPositions) throw promptTooLong(prompt.length, maxPositions);
      needed = Math.max(needed, Math.min(maxPositions, prompt.length + params.maxTokens));
      samples += count;
      most = Math.max(most, count);
    }
    return roomFor(this.#config, { positions: needed, samples, most });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#decoder[Symbol.asyncDispose]();
  }
}

/** Room for so many samples, at most `most` of one prompt, of so many positions with their prompts. */
export function roomFor(
  { layers, kvHeads, headSize }: DecoderConfig,
  {
    positions,
    samples,
    most,
  }: { readonly positions: number; readonly samples: number; readonly most: number },
): Room {
  const rowSize = 2 * layers * kvHeads * capacityFor(positions) * headSize;
  const rows = Math.max(1, Math.min(mostRows, samples, Math.floor(mostCacheElements / rowSize)));
  const width = Math.min(mostWidth, most, rows);
  // Groups whose last samples are long keep their slots beside those that have just begun.
  return { rows, width, groups: Math.min(rows, 2 * Math.ceil(rows / width)) };
}

function longestOf(requests: readonly SampleRequest[], { maxPositions }: DecoderConfig): Longest {
  const completions = requests.map(({ prompt, params }) =>
    Math.min(params.maxTokens, maxPositions - prompt.length),
  );
  return {
    prompt: Math.max(1, ...requests.map(({ prompt }) => prompt.length)),
    completion: Math.max(1, ...completions),
  };
}

function hasRoomFor(group: Group, { rows, groups, room }: Sampling): boolean {
  return rows.length + group.samples.length <= room.rows && groups.length < room.groups;
}

function endsWith(tokens: readonly number[], ending: readonly number[]): boolean {
  const start = tokens.length - ending.length;
  return ending.length > 0 && start >= 0 && ending.every((token, index) => token === tokens[start + index]);
}
