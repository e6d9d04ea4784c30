/** What a completion near or over the length limit costs. Pure. */

/**
 * The soft overlong punishment of DAPO (Yu et al. 2025, equation 13): 0 up to limit − buffer tokens, then falling
 * linearly to −1 at the limit. A buffer of 0 punishes only a completion that was cut off.
 */
export function overlongPenalty(length: number, limit: number, buffer: number, isCutOff: boolean): number {
  if (isCutOff) return -1;
  const free = limit - buffer;
  return length <= free ? 0 : (free - length) / buffer;
}
