/** What an answer that is none means: an error for the user, or a failure that may pass. */
import type { TrainerError } from '../errors/error.ts';
import {
  forbidden,
  gatedModel,
  modelDisabled,
  modelNotFound,
  requestRefused,
  revisionNotFound,
  tokenRefused,
} from '../errors/hub.ts';
import { shown } from '../net/http.ts';
import { PassingFailure, secondsOfRetryAfter } from '../net/persist.ts';
import { repositoryOf, type ModelId } from '../protocol/model-id.ts';
import type { Answer } from './ask.ts';
import type { Hub } from './hub.ts';

export const pageOf = ({ endpoint }: Hub, model: ModelId): string => `${endpoint}/${repositoryOf(model)}`;

/** Of an answer whose status is no success. */
export function refusalOf(hub: Hub, model: ModelId, answer: Answer): TrainerError | PassingFailure {
  const { status, isHome } = answer;
  const reason = `${isHome ? 'the hub' : shown(answer.url)} says ${status}${words(answer)}`;
  if (mayPass(answer)) return new PassingFailure(reason, waitOf(answer));
  // What the hub sends on to is open to everybody who has the address, and for a while only: the next try gets a new one.
  if (!isHome && [403, 404, 410].includes(status)) return new PassingFailure(reason);
  return (
    (isHome ? homeRefusal(hub, model, answer, reason) : undefined) ??
    requestRefused(shown(answer.url), reason)
  );
}

const mayPass = ({ status }: Answer): boolean => status === 408 || status === 429 || status >= 500;

function homeRefusal(hub: Hub, model: ModelId, answer: Answer, reason: string): TrainerError | undefined {
  const [id, page] = [repositoryOf(model), pageOf(hub, model)];
  const hasToken = hub.token !== null;
  const code = header(answer, 'x-error-code');
  const message = header(answer, 'x-error-message');
  if (code === 'GatedRepo') return gatedModel(id, page, hasToken);
  if (code === 'RevisionNotFound') return revisionNotFound(id, model.revision, page);
  if (/access to this resource is disabled/i.test(message)) return modelDisabled(id, page);
  // The hub says 401 of what is not there too, so that nobody learns what is private.
  if (answer.status === 401) {
    return hasToken && code !== 'RepoNotFound'
      ? tokenRefused(hub.endpoint)
      : modelNotFound(id, page, hasToken);
  }
  if (code === 'RepoNotFound' || (answer.status === 404 && code !== 'EntryNotFound')) {
    return modelNotFound(id, page, hasToken);
  }
  // Not what the account may not, which is told as gated or not there, but what this token was not given.
  if (answer.status === 403) return forbidden(id, reason, hasToken);
  return undefined;
}

const header = ({ headers }: Answer, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** The server's own sentence, without what could steer a terminal, and not endlessly. */
function words(answer: Answer): string {
  const message = header(answer, 'x-error-message').replaceAll(/\p{Cc}/gu, ' ');
  return message === '' ? '' : `: ${message.slice(0, 200)}`;
}

/** Seconds of `Retry-After`, as a number or a date; else the time until the rate limit of the hub begins anew. */
function waitOf(answer: Answer): number | undefined {
  const seconds = secondsOfRetryAfter(header(answer, 'retry-after'));
  if (seconds !== undefined) return seconds;
  const reset = answer.status === 429 ? /;\s*r=0\s*;\s*t=(\d+)/.exec(header(answer, 'ratelimit')) : null;
  return reset === null ? undefined : Number(reset[1]);
}
