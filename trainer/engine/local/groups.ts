/** The completions of a call in groups: those of a group continue one prompt, whose cache they share. */
import { createRandom, hashSeed, type Random } from '../../random.ts';
import type { Completion, SampleRequest } from '../types.ts';

/** Samples of one request that run together. */
export interface Group {
  readonly request: SampleRequest;
  readonly samples: readonly Sample[];
  /** Of its prompt in the cache; −1 before it has one. */
  slot: number;
  /** Samples that still run. */
  running: number;
}

/** A completion under way. */
export interface Sample {
  readonly group: Group;
  /** Its place in the group. */
  readonly seat: number;
  /** Where the finished completion goes: the request, and which of its completions. */
  readonly place: { readonly request: number; readonly sample: number };
  readonly random: Random;
  readonly tokens: number[];
  readonly logprobs: number[];
  readonly policyLogprobs: number[];
}

/** The samples of all requests in groups of at most `width`, those with the longest prompts first. */
export function groupsOf(requests: readonly SampleRequest[], width: number): Group[] {
  const groups = requests.flatMap((request, index) =>
    Array.from({ length: Math.ceil(request.count / width) }, (_, group) => {
      const first = group * width;
      return groupOf(request, index, first, Math.min(width, request.count - first));
    }),
  );
  return groups.toSorted((a, b) => b.request.prompt.length - a.request.prompt.length);
}

function groupOf(request: SampleRequest, index: number, first: number, count: number): Group {
  const samples: Sample[] = [];
  const group: Group = { request, samples, slot: -1, running: 0 };
  for (let seat = 0; seat < count; seat++) {
    const sample = first + seat;
    samples.push({
      group,
      seat,
      place: { request: index, sample },
      random: createRandom(hashSeed(request.seed, sample)),
      tokens: [],
      logprobs: [],
      policyLogprobs: [],
    });
  }
  return group;
}

/** Tokens that a sample's own cache holds: all but its newest, which the next step computes. */
export function heldBy(sample: Sample): number {
  return sample.tokens.length - 1;
}

export function completionOf(sample: Sample, finish: Completion['finish']): Completion {
  return {
    tokens: Int32Array.from(sample.tokens),
    logprobs: Float32Array.from(sample.logprobs),
    policyLogprobs: Float32Array.from(sample.policyLogprobs),
    finish,
  };
}
