/** Samples from the endpoint of a test, quick to try again, into a transcript of its own. */
import { join } from 'node:path';
import { endpointAddress } from '../../trainer/candidates/endpoint/address.ts';
import type { Endpoint } from '../../trainer/candidates/endpoint/endpoint.ts';
import { sampleEndpoint, type EndpointSampling } from '../../trainer/candidates/endpoint/sample.ts';
import { readExchanges, Transcript } from '../../trainer/candidates/transcript.ts';
import type { Exchange, Sampling } from '../../trainer/protocol/candidates.ts';
import type { Problem } from '../../trainer/protocol/data.ts';
import { loadAll } from '../../trainer/tasks/read.ts';
import { doubling } from './crl.ts';
import type { EndpointServer } from './endpoint.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const samplingOf = (changes: Partial<Sampling> = {}): Sampling => ({
  type: 'sampling',
  protocol: 1,
  answerer: { kind: 'endpoint', url: 'http://localhost/v1', model: 'coder' },
  problems: 'a hash',
  template: 1,
  temperature: 0.5,
  topP: 1,
  maxTokens: 64,
  ...changes,
});

export function problemsNamed(...ids: readonly string[]): readonly Problem[] {
  return ids.map(doubling);
}

export const endpointOf = (server: EndpointServer, changes: Partial<Endpoint> = {}): Endpoint => ({
  address: endpointAddress(server.address),
  model: 'coder',
  key: undefined,
  timeoutMs: 20_000,
  patience: { attempts: 3, pauseMs: 2, mostPauseMs: 2_000 },
  environment: {},
  ...changes,
});

export interface Sampled {
  readonly exchanges: readonly Exchange[];
  readonly said: readonly string[];
}

/** Two answers of each problem unless a test says otherwise. */
export async function sampled(
  server: EndpointServer,
  problems: readonly Problem[],
  changes: Partial<EndpointSampling> = {},
): Promise<Sampled> {
  await using folder = await temporaryFolder();
  const sampling = changes.sampling ?? samplingOf();
  const path = join(folder.path, 'transcript.jsonl');
  const said: string[] = [];
  await using transcript = await Transcript.begin(path, sampling);
  await sampleEndpoint({
    endpoint: endpointOf(server),
    sampling,
    problems,
    perProblem: 2,
    concurrency: 1,
    mostTokens: Infinity,
    transcript,
    signal: new AbortController().signal,
    say: (text: string) => void said.push(text),
    onExchange: () => undefined,
    ...changes,
  });
  return { exchanges: await loadAll(readExchanges(path, sampling)), said };
}
