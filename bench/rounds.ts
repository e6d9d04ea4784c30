/** Measuring on a machine that others use too: turns are taken, and medians compared. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Threads of some runtimes go on spinning for a fifth of a second; they must not slow the next one's turn. */
const restMilliseconds = 300;

/** Lets each take a turn, `rounds` times over; returns all that each answered, in the order of `turns`. */
export async function takeTurns<T>(turns: readonly (() => Promise<T>)[], rounds: number): Promise<T[][]> {
  const answers: T[][] = turns.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, turn] of turns.entries()) {
      await sleep(restMilliseconds);
      answers[index]?.push(await turn());
    }
  }
  return answers;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('There is no median of nothing.');
  return (low + high) / 2;
}
