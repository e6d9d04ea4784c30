/** The address of an endpoint, as users write it: with or without the path of a request, and never with a password. */
import { badEndpointAddress, credentialsInAddress } from '../../errors/endpoint.ts';
import { shown } from '../../net/http.ts';

export interface Address {
  readonly completions: URL;
  readonly models: URL;
  /** The base, as it may be told: without what follows a question mark, which may be a key. */
  readonly shown: string;
  /** Whether what is sent stays on this machine or is encrypted on its way. */
  readonly isPrivate: boolean;
}

/** Throws `endpoint.bad-address` or `endpoint.credentials`. */
export function endpointAddress(text: string): Address {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw badEndpointAddress(withoutQuery(text));
  const base = new URL(text);
  if (base.username !== '' || base.password !== '') throw credentialsInAddress(base.host);
  base.hash = '';
  base.pathname = base.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return {
    completions: below(base, 'chat/completions'),
    models: below(base, 'models'),
    shown: shown(base).replace(/\/$/, ''),
    isPrivate: base.protocol === 'https:' || isThisMachine(base.hostname),
  };
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${path}`;
  return url;
}

/** What is no address may still hold a password or a key, which is not to be repeated. */
const withoutQuery = (text: string): string => text.replace(/[?#].*$/s, '').replace(/^.*@/s, '…@');

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
