/** The mean of numbers, and how far they lie from it. Pure. */

/** There is at least one number: of none the mean is not a number. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const meanOrNull = (values: readonly number[]): number | null =>
  values.length === 0 ? null : meanOf(values);

/** Of a sample, with one less than their number in the denominator (Bessel); 0 for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
