/** How figures and their intervals are written in reports. */

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** `71.4 %`, of a share; a rate that nothing was counted for has no figure. */
export const percent = (share: number | null): string =>
  share === null ? 'none' : `${(100 * share).toFixed(1)} %`;

/** `+3.2`: a difference of shares in percentage points, its sign always written. */
export const signedPoints = (difference: number): string =>
  `${difference < 0 ? '−' : '+'}${(100 * Math.abs(difference)).toFixed(1)}`;

/** `0.842`, of a figure that is no share of anything. */
export const decimal = (value: number | null): string => (value === null ? 'none' : value.toFixed(3));

/** `[65.0, 77.1]` */
export const bounds = ({ low, high }: Bounds, write: (value: number) => string): string =>
  `[${write(low)}, ${write(high)}]`;
