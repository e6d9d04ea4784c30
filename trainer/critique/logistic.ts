/**
 * Fits P(correct) = sigmoid(slope × logit + intercept) by maximum likelihood.
 *
 * As in Platt's method the targets are not 1 and 0 but (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), for n₊ correct and n₋
 * incorrect pairs: the minimum is then finite even where a threshold separates the classes. (J. Platt, Probabilistic
 * outputs for support vector machines, 1999; Lin, Lin and Weng, A note on Platt's probabilistic outputs, 2007.)
 *
 * A slope that would be negative, or that equal logits leave open, is 0: such a critic knows nothing that its
 * verdicts could be based on, and turning them round would only fit the noise of the validation set.
 */
import { meanOf } from '../mean.ts';

export interface LabelledLogit {
  readonly logit: number;
  readonly correct: boolean;
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** Slope and intercept by Newton's method with a backtracking line search; the loss is convex. */
export function fitPlatt(rows: readonly LabelledLogit[]): Line {
  const targets = smoothedTargets(rows);
  const flat = flatLine(targets);
  const { centre, scale } = location(rows);
  if (scale === 0) return flat;
  const standardised = rows.map((row) => ({ ...row, logit: (row.logit - centre) / scale }));
  let line = flat;
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const step = newtonStep(standardised, targets, line);
    if (step.decrease < 1e-14 * rows.length) break;
    line = backtrack(standardised, targets, line, step);
  }
  if (line.slope <= 0) return flat;
  return { slope: line.slope / scale, intercept: line.intercept - (line.slope * centre) / scale };
}

/** Mean and standard deviation of the logits; fitting on standardised ones loses no digits to a large offset. */
function location(rows: readonly LabelledLogit[]): { centre: number; scale: number } {
  const centre = rows.reduce((sum, row) => sum + row.logit / rows.length, 0);
  const variance = rows.reduce((sum, row) => sum + (row.logit - centre) ** 2 / rows.length, 0);
  const allEqual = rows.every((row) => row.logit === rows[0]?.logit);
  return { centre, scale: allEqual ? 0 : Math.sqrt(variance) };
}

/** The slope alone, intercept 0, by bisection of the loss's derivative, which rises with the slope. */
export function fitTemperature(rows: readonly LabelledLogit[]): Line {
  const targets = smoothedTargets(rows);
  const derivative = (slope: number): number =>
    rows.reduce((sum, row, i) => sum + (sigmoid(slope * row.logit) - (targets[i] ?? 0)) * row.logit, 0);
  let low = 1e-4;
  let high = 1e4;
  if (derivative(low) >= 0) return { slope: 0, intercept: 0 };
  if (derivative(high) <= 0) return { slope: high, intercept: 0 };
  for (let halving = 0; halving < 100; halving += 1) {
    const middle = Math.sqrt(low * high);
    if (derivative(middle) < 0) low = middle;
    else high = middle;
  }
  return { slope: Math.sqrt(low * high), intercept: 0 };
}

function smoothedTargets(rows: readonly LabelledLogit[]): number[] {
  const positives = rows.filter((row) => row.correct).length;
  const negatives = rows.length - positives;
  return rows.map((row) => (row.correct ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)));
}

/** The best line with slope 0: every pair gets the targets' mean. */
function flatLine(targets: readonly number[]): Line {
  const mean = meanOf(targets);
  return { slope: 0, intercept: Math.log(mean / (1 - mean)) };
}

interface Step extends Line {
  /** Twice the decrease of the loss that the quadratic model promises for the full step. */
  readonly decrease: number;
}

/** −H⁻¹g at `line`, for the gradient g and the Hessian H of the loss. */
function newtonStep(rows: readonly LabelledLogit[], targets: readonly number[], line: Line): Step {
  let [gradientSlope, gradientIntercept] = [0, 0];
  let [curvatureSlope, curvatureBoth, curvatureIntercept] = [0, 0, 0];
  rows.forEach(({ logit }, i) => {
    const probability = sigmoid(line.slope * logit + line.intercept);
    const residual = probability - (targets[i] ?? 0);
    const weight = probability * (1 - probability);
    gradientSlope += residual * logit;
    gradientIntercept += residual;
    curvatureSlope += weight * logit * logit;
    curvatureBoth += weight * logit;
    curvatureIntercept += weight;
  });
  // A touch of damping keeps the system solvable where all weights vanish; the line search keeps it honest.
  curvatureSlope += 1e-12;
  curvatureIntercept += 1e-12;
  const determinant = curvatureSlope * curvatureIntercept - curvatureBoth * curvatureBoth;
  const slope = (curvatureBoth * gradientIntercept - curvatureIntercept * gradientSlope) / determinant;
  const intercept = (curvatureBoth * gradientSlope - curvatureSlope * gradientIntercept) / determinant;
  return { slope, intercept, decrease: -(slope * gradientSlope + intercept * gradientIntercept) };
}

/** Halves the step until the loss falls by a fair part of what was promised. */
function backtrack(rows: readonly LabelledLogit[], targets: readonly number[], line: Line, step: Step): Line {
  const before = loss(rows, targets, line);
  for (let size = 1; size > 1e-10; size /= 2) {
    const moved = {
      slope: line.slope + size * step.slope,
      intercept: line.intercept + size * step.intercept,
    };
    if (loss(rows, targets, moved) <= before - 1e-4 * size * step.decrease) return moved;
  }
  return line;
}

/** Cross-entropy, Σ log(1 + eᶻ) − target × z for z = slope × logit + intercept, without overflow. */
function loss(rows: readonly LabelledLogit[], targets: readonly number[], line: Line): number {
  return rows.reduce((sum, row, i) => {
    const z = line.slope * row.logit + line.intercept;
    return sum + Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (targets[i] ?? 0) * z;
  }, 0);
}
