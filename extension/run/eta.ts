/** How long a run still takes, from when its steps were complete. */
import type { MetricsLine } from '../../trainer/protocol/run-folder.ts';

/** Steps that are looked back on. */
const WINDOW = 20;
/** Below this many intervals nothing is said. */
const LEAST = 2;

export interface Length {
  /** Of the whole run. */
  readonly steps: number;
  /** Every so many steps, and behind the last, the model is validated; 0 never does. */
  readonly validationEvery: number;
}

type Line = Pick<MetricsLine, 'step' | 'time'>;

/** From one complete step to the next, `step`. */
interface Interval {
  readonly step: number;
  readonly seconds: number;
}

/**
 * Seconds until the last step is complete: the median interval between the last steps for each that is left, and for
 * each validation that is left what one has added. A pause, a resumption, one slow step and a checkpoint that is saved
 * now and then change no median. Null while too few steps are known.
 */
export function secondsLeft(lines: readonly Line[], length: Length): number | null {
  const intervals = lines.slice(1).map((line, index) => intervalOf(lines[index] ?? line, line));
  const last = lines.at(-1);
  if (last === undefined || intervals.length < LEAST) return null;
  const validates = ({ step }: Interval): boolean => isValidated(step, length);
  const plain = intervals.filter((interval) => !validates(interval));
  // Where nearly every step is validated, validation is in the intervals.
  const isIn = plain.length < LEAST;
  const perStep = median(secondsOf(isIn ? intervals : plain));
  const validated = isIn ? [] : secondsOf(intervals.filter(validates));
  const perValidation = validated.length === 0 ? 0 : Math.max(0, median(validated) - perStep);
  return Math.max(0, length.steps - last.step) * perStep + validationsLeft(last.step, length) * perValidation;
}

/** Of the last intervals of a kind. */
const secondsOf = (intervals: readonly Interval[]): readonly number[] =>
  intervals.slice(-WINDOW).map(({ seconds }) => seconds);

const isValidated = (step: number, { steps, validationEvery: every }: Length): boolean =>
  every > 0 && (step % every === 0 || step === steps);

function validationsLeft(step: number, { steps, validationEvery: every }: Length): number {
  if (every === 0 || step >= steps) return 0;
  return Math.ceil(steps / every) - Math.floor(step / every);
}

function intervalOf(before: Line, after: Line): Interval {
  const seconds = Math.max(0, (Date.parse(after.time) - Date.parse(before.time)) / 1000);
  return { step: after.step, seconds };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
