/** Who may see and load what, as the hub says it. */
import type { StoredModel } from './content.ts';

/** The token that may load what is gated or private, and one that is known and may not. */
export const goodToken = 'hf_good';
export const poorToken = 'hf_poor';

type Refusal = readonly [status: number, headers: Readonly<Record<string, string>>];

export const notFound: Refusal = [404, { 'x-error-code': 'RepoNotFound' }];

export function refusalOf(
  model: StoredModel | undefined,
  authorization: string | undefined,
  isListing: boolean,
): Refusal | undefined {
  const token = authorization?.replace('Bearer ', '');
  const isKnown = token === goodToken || token === poorToken;
  if (token !== undefined && !isKnown) {
    return [401, { 'x-error-message': 'Invalid credentials in Authorization header' }];
  }
  if (model === undefined || (model.access === 'private' && token !== goodToken)) {
    return isKnown
      ? notFound
      : [401, { 'x-error-code': 'RepoNotFound', 'x-error-message': 'Repository not found' }];
  }
  if (model.access === 'disabled')
    return [403, { 'x-error-message': 'Access to this resource is disabled.' }];
  // Everybody may see what a gated model consists of.
  const isGated = model.access === 'auto' || model.access === 'manual';
  if (!isGated || isListing || token === goodToken) return undefined;
  return [isKnown ? 403 : 401, { 'x-error-code': 'GatedRepo' }];
}
