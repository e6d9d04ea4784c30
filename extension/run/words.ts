/** Times, shares and sizes as a user reads them. */
import { locale, t } from '../l10n.ts';

/** `40 s left`, `12 min left`, `3 h 20 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return t('{0} s left', Math.round(seconds));
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return t('{0} min left', minutes);
  return t('{0} h {1} min left', Math.floor(minutes / 60), minutes % 60);
}

/** Of a run's steps that are complete, in whole per cent; null while their number is not known. */
export function percentOf(step: number, steps: number | null): number | null {
  return steps === null || steps === 0 ? null : Math.floor((100 * Math.min(step, steps)) / steps);
}

/** `2.4 GB`, `310 MB`. */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return t('{0} GB', locale().fixed(bytes / 1e9, 1));
  return t('{0} MB', locale().fixed(bytes / 1e6, bytes < 1e7 ? 1 : 0));
}
