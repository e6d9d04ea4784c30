/** Those that are measured side by side: ours first, then the peers that are there. */
import { reasonOf } from '../../trainer/errors/error.ts';
import { openedSchema, type Contestant } from '../contestant.ts';
import { print } from '../table.ts';

export interface Entrant {
  readonly name: string;
  readonly start: (name: string) => Contestant;
  /** What it is opened with beside what all are. */
  readonly opens: object;
}

/**
 * Starts and opens all of them. They end with `stack`. A peer that fails is named and left out: its model may be too large
 * for the memory.
 */
export async function enter(
  stack: AsyncDisposableStack,
  entrants: readonly Entrant[],
  question: object,
): Promise<readonly Contestant[]> {
  const opened: Contestant[] = [];
  for (const [index, { name, start, opens }] of entrants.entries()) {
    const contestant = stack.use(start(name));
    try {
      await contestant.ask({ do: 'open', ...question, ...opens }, openedSchema);
      opened.push(contestant);
    } catch (cause) {
      if (index === 0) throw cause;
      print(`${name} could not be opened and is left out: ${reasonOf(cause)}`);
    }
  }
  return opened;
}
