/** Who answers, made of the options: an endpoint, or a policy that is opened when it is asked. */
import { endpointAddress } from '../../../candidates/endpoint/address.ts';
import { keyOf, usualPatience } from '../../../candidates/endpoint/endpoint.ts';
import { sampleEndpoint } from '../../../candidates/endpoint/sample.ts';
import { chooseBase, chooseRun, openPolicy } from '../../../run/crl/policy.ts';
import { policySamplingOf, samplePolicy } from '../../../candidates/policy.ts';
import type { Transcript } from '../../../candidates/transcript.ts';
import { templateVersion } from '../../../critique/prompts.ts';
import type { Sampling } from '../../../protocol/candidates.ts';
import type { Problem } from '../../../protocol/data.ts';
import { PROTOCOL_VERSION } from '../../../protocol/version.ts';
import type { Invocation } from '../../command.ts';
import { usual, type From, type SampleOptions } from './options.ts';

export interface Asking {
  readonly problems: readonly Problem[];
  readonly transcript: Transcript;
  readonly onExchange: () => void;
}

export interface Answerer {
  readonly sampling: Sampling;
  /** Resolves with how many problems were left out because they are too long. */
  readonly ask: (asking: Asking) => Promise<number>;
}

/** `problems` is the hash of their file. */
export async function answererOf(
  options: SampleOptions,
  problems: string,
  invocation: Invocation,
): Promise<Answerer> {
  const { from } = options;
  return from.kind === 'endpoint'
    ? ofEndpoint(options, from, problems, invocation)
    : ofPolicy(options, from, problems, invocation);
}

function ofEndpoint(
  { perProblem, mostTokens, seed, temperature, topP, maxTokens = usual.maxTokens }: SampleOptions,
  { url, model, keyVariable, concurrency, timeoutSeconds }: Extract<From, { kind: 'endpoint' }>,
  problems: string,
  { say, signal }: Invocation,
): Answerer {
  const address = endpointAddress(url);
  const key = keyVariable === undefined ? undefined : keyOf(keyVariable, process.env);
  if (key !== undefined && !address.isPrivate)
    say(`Warning: ${address.shown} is not encrypted, so others on the way can read the key.`);
  const sampling: Sampling = {
    type: 'sampling',
    protocol: PROTOCOL_VERSION,
    problems,
    template: templateVersion,
    temperature,
    topP,
    maxTokens,
    answerer: { kind: 'endpoint', url: address.shown, model, ...(seed !== undefined && { seed }) },
  };
  const endpoint = {
    address,
    model,
    key,
    timeoutMs: timeoutSeconds * 1000,
    patience: usualPatience,
    environment: process.env,
  };
  return {
    sampling,
    async ask(asking) {
      const limits = { perProblem, concurrency, mostTokens };
      await sampleEndpoint({ endpoint, sampling, ...limits, ...asking, signal, say });
      return 0;
    },
  };
}

async function ofPolicy(
  { perProblem, mostTokens, seed = 0, temperature, topP, maxTokens }: SampleOptions,
  from: Exclude<From, { kind: 'endpoint' }>,
  problems: string,
  { signal }: Invocation,
): Promise<Answerer> {
  const choice =
    from.kind === 'base' ? await chooseBase(from.base, process.cwd()) : await chooseRun(from.run, from.step);
  const sampling = policySamplingOf(choice, { problems, temperature, topP, maxTokens, seed });
  return {
    sampling,
    async ask(asking) {
      await using policy = await openPolicy(choice);
      return await samplePolicy({ policy, sampling, perProblem, mostTokens, ...asking, signal });
    },
  };
}
