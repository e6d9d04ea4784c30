/** What is shown of a function, from everything that is known about it. */
import type { CriticSettings, FunctionVerdict, Opinion } from '../../protocol/critic-server.ts';
import type { KeptFunction } from './functions.ts';

export interface Knowledge {
  /** Somebody who could judge it. */
  readonly critic: boolean;
  /** Of exactly this text. */
  readonly known: Opinion | undefined;
  /** Of what was last judged in its place. */
  readonly earlier: Opinion | undefined;
  /** It is being judged, or waits for that. */
  readonly waiting: boolean;
}

export function verdictOf(
  { id, name, line, endLine, hash, subject, ignored }: KeptFunction,
  { critic, known, earlier, waiting }: Knowledge,
  { dismissed }: Pick<CriticSettings, 'dismissed'>,
): FunctionVerdict {
  const none = { confidence: null, reason: null, earlier: null };
  const place = { id, name, line, endLine, hash };
  if (ignored) return { ...place, ...none, state: 'dismissed', reason: 'comment' };
  if (dismissed.includes(hash)) return { ...place, ...none, state: 'dismissed', reason: 'user' };
  if (subject === null) return { ...place, ...none, state: 'unsure', reason: 'undocumented' };
  if (known !== undefined) return { ...place, ...none, ...known };
  if (waiting) return { ...place, ...none, state: 'checking', earlier: earlier ?? null };
  if (earlier !== undefined) return { ...place, ...none, state: 'changed', earlier };
  return { ...place, ...none, state: critic ? 'unchecked' : 'noCritic' };
}
