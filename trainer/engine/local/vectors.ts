/**
 * Loops over the flat vectors of training. Each reads memory once, with everything that is done to a number done at
 * once; a graph would read it once an operator and wake its threads for each (docs/decisions/optimiser.md).
 * Numbers are computed in double precision and rounded where they are stored.
 */

/** Numbers from `start` to before `end` of a vector. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Squares are summed block by block, so that how a vector is divided among threads changes no number. */
export const blockSize = 2 ** 16;

/** Adds vectors to `total` one after another, each sum rounded; `isFirst` takes `total` as zeros, whatever is in it. */
export function addAll(
  total: Float32Array,
  increments: readonly Float32Array[],
  { start, end }: Span,
  isFirst: boolean,
): void {
  const [first, ...rest] = increments;
  if (first === undefined) return;
  for (let from = start; from < end; from += blockSize) {
    const to = Math.min(from + blockSize, end);
    if (isFirst) total.set(first.subarray(from, to), from);
    else addTo(total, first, from, to);
    for (const increment of rest) addTo(total, increment, from, to);
  }
}

function addTo(total: Float32Array, increment: Float32Array, from: number, to: number): void {
  for (let at = from; at < to; at += 1) total[at] = (total[at] as number) + (increment[at] as number);
}

/** The sum of the squares of each block of a span, which begins at a block's border. */
export function squareSums(vector: Float32Array, { start, end }: Span): number[] {
  const sums: number[] = [];
  for (let from = start; from < end; from += blockSize) {
    sums.push(squareSum(vector, from, Math.min(from + blockSize, end)));
  }
  return sums;
}

/** Four sums side by side: one alone would wait for each addition before the next. */
function squareSum(vector: Float32Array, from: number, to: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = from;
  for (; at + 3 < to; at += 4) {
    a += (vector[at] as number) ** 2;
    b += (vector[at + 1] as number) ** 2;
    c += (vector[at + 2] as number) ** 2;
    d += (vector[at + 3] as number) ** 2;
  }
  for (; at < to; at += 1) a += (vector[at] as number) ** 2;
  return a + b + (c + d);
}

/** What is trained with what its optimiser remembers, number by number. */
export interface MomentVectors {
  readonly values: Float32Array;
  /** Running means of the gradient and of its square. */
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** The same for every number of a span. */
export interface AdamWCoefficients {
  readonly gradientScale: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 / √(1 − β₂ᵗ) after t updates. */
  readonly unbias: number;
  /** learning rate / (1 − β₁ᵗ). */
  readonly rate: number;
  /** 1 − learning rate · decay. */
  readonly retain: number;
}

/**
 * One AdamW update in place (Loshchilov and Hutter 2019), with g = gradient · gradientScale:
 *
 *   m = β₁ m + (1 − β₁) g,  v = β₂ v + (1 − β₂) g²,  w = w · retain − rate · m / (√v · unbias + ε)
 */
export function updateAdamW(
  { values, firstMoment, secondMoment }: MomentVectors,
  gradient: Float32Array,
  { start, end }: Span,
  { gradientScale, beta1, beta2, epsilon, unbias, rate, retain }: AdamWCoefficients,
): void {
  const [rest1, rest2] = [1 - beta1, 1 - beta2];
  for (let at = start; at < end; at += 1) {
    const scaled = (gradient[at] as number) * gradientScale;
    const first = beta1 * (firstMoment[at] as number) + rest1 * scaled;
    const second = beta2 * (secondMoment[at] as number) + rest2 * scaled * scaled;
    firstMoment[at] = first;
    secondMoment[at] = second;
    values[at] = (values[at] as number) * retain - (rate * first) / (Math.sqrt(second) * unbias + epsilon);
  }
}
