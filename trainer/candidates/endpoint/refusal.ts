/** What a reply means that is no answer: an error for the user, or a failure that may pass. */
import { firstNames } from '../../errors/names.ts';
import { z } from 'zod';
import type { TrainerError } from '../../errors/error.ts';
import { keyRefused, requestRejected, sentElsewhere } from '../../errors/endpoint.ts';
import { shown as shownAddress } from '../../net/http.ts';
import { PassingFailure, secondsOfRetryAfter } from '../../net/persist.ts';
import { ask, type Reply } from './ask.ts';
import { documentOf } from './chat.ts';
import type { Endpoint } from './endpoint.ts';
import { saidIn, shown } from './said.ts';

/** Names of models that are told at most. */
const mostListed = 20;
/** Milliseconds that the list of models is waited for. */
const listMs = 10_000;

/** Of a reply whose status is no success; `about` is the problem that was asked about. */
export async function refusalOf(
  endpoint: Endpoint,
  { status, headers, text }: Reply,
  about: string,
  signal: AbortSignal,
): Promise<TrainerError | PassingFailure> {
  const { address, key } = endpoint;
  const said = `it says ${status}, ${saidIn(text)}`;
  const wish = headers['retry-after'];
  if (mayPass(status)) {
    return new PassingFailure(said, wish === undefined ? undefined : secondsOfRetryAfter(wish));
  }
  if (status >= 300 && status <= 399) {
    return sentElsewhere(address.shown, status, destination(headers.location, address.completions));
  }
  if (status === 401 || status === 403) return keyRefused(address.shown, said, key?.variable);
  return requestRejected(address.shown, about, said, await hintFor(endpoint, status, signal));
}

const mayPass = (status: number): boolean => [408, 409, 429].includes(status) || status >= 500;

function destination(location: string | undefined, from: URL): string {
  if (location === undefined || !URL.canParse(location, from.href)) return 'nowhere';
  return shown(shownAddress(new URL(location, from.href)));
}

/** A wrong name of a model is what is wrong most often, and the server knows the right ones. */
async function hintFor(endpoint: Endpoint, status: number, signal: AbortSignal): Promise<string> {
  const { address, model } = endpoint;
  const names = await modelsOf(endpoint, signal);
  if (names !== undefined && !names.includes(model)) {
    return names.length === 0
      ? `The server has no model loaded (Ollama: "ollama pull ${model}").`
      : `The server has no model "${model}"; --model takes one of: ${firstNames(names, mostListed)}.`;
  }
  if (status === 404 && !/\/v\d/.test(address.shown)) {
    return `Most servers answer under /v1: try --endpoint ${address.shown}/v1.`;
  }
  return 'Change what the server does not like (a smaller --max-tokens leaves more of its context for the problem), then go on with --resume.';
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string().transform(shown) })) });

/** Undefined where the server does not tell. */
async function modelsOf(endpoint: Endpoint, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const patient = { ...endpoint, timeoutMs: Math.min(listMs, endpoint.timeoutMs) };
  const reply = await ask(patient, endpoint.address.models, { signal }).catch(() => undefined);
  signal.throwIfAborted();
  if (reply?.status !== 200) return undefined;
  return listSchema.safeParse(documentOf(reply.text)).data?.data.map(({ id }) => id);
}
