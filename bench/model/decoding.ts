/** A group of completions of one prompt, and a single one: the time to the first token, and what follows. */
import { createRandom } from '../../trainer/random.ts';
import { peaksOf, type Contestant } from '../contestant.ts';
import { median, takeTurns } from '../rounds.ts';
import { greedyCompletions, printAgreement } from '../sample/agreement.ts';
import { sampledSchema } from '../sample/protocol.ts';
import { mebibytes, printTable, speedAgainst, type Cell } from '../table.ts';
import { enter, type Entrant } from './entrants.ts';
import type { Precision } from '../../trainer/protocol/critic.ts';

export interface DecodeDemand {
  readonly vocabulary: number;
  readonly promptTokens: number;
  readonly newTokens: number;
  /** Of the group. */
  readonly completions: number;
  readonly threads: number;
  readonly rounds: number;
}

/** Tokens of the greedy completion that shows whether all compute the same model. */
const greedyTokens = 16;

const temperature = 0.6;

export async function measureDecoding(
  precision: Precision,
  entrants: readonly Entrant[],
  demand: DecodeDemand,
): Promise<void> {
  const { promptTokens, newTokens, completions, threads, rounds } = demand;
  await using stack = new AsyncDisposableStack();
  const positions = promptTokens + Math.max(newTokens, greedyTokens);
  const contestants = await enter(stack, entrants, { threads, texts: completions, positions });
  const first = { prompts: [promptOf(demand, 0)], newTokens: greedyTokens };
  const greedy = await greedyCompletions(contestants, first);
  const rows: Cell[][] = [];
  // The single completion comes first, so that the peak of its memory is its own.
  for (const count of [1, completions]) rows.push(...(await measureCount(contestants, count, demand)));
  printTable(
    `Completions of a prompt of ${promptTokens} tokens, ${newTokens} tokens each at temperature ${temperature}, ` +
      `${precision}; ${threads} threads; median of ${rounds} calls in turns`,
    [
      [
        '',
        'completions',
        'first token, s',
        'all tokens, s',
        'tokens/s after the first',
        'peak memory',
        'our speed, all',
        'our speed after the first',
      ],
      ...rows,
    ],
  );
  const isAlike = printAgreement(contestants, greedy);
  // Numbers that were rounded to few bits by two programs are two models; full precision is one.
  if (precision === 'fp32' && !isAlike) process.exitCode = 1;
}

/** How `count` completions go, a row each contestant. */
async function measureCount(
  contestants: readonly Contestant[],
  count: number,
  demand: DecodeDemand,
): Promise<Cell[][]> {
  const turns = contestants.map((contestant) => {
    let seed = count * 1000;
    // No prompt is asked twice: who keeps what it read last would not read it again.
    const ask = async (newTokens: number): Promise<number> => {
      const prompts = [promptOf(demand, ++seed)];
      const question = { do: 'sample', prompts, count, newTokens, temperature, seed };
      return (await contestant.ask(question, sampledSchema)).milliseconds;
    };
    return { contestant, ask };
  });
  const answers = await takeTurns(
    turns.map(({ ask }) => async () => ({ first: await ask(1), all: await ask(demand.newTokens) })),
    demand.rounds + 1,
  );
  const memory = await peaksOf(contestants);
  // The first round is for warming up: our graphs for a room are made when it is first needed.
  const times = answers.map(([, ...each]) => ({
    first: median(each.map(({ first }) => first)),
    all: median(each.map(({ all }) => all)),
    rest: median(each.map(({ first, all }) => all - first)),
  }));
  return turns.map(({ contestant }, index): Cell[] => {
    const { first, all, rest } = times[index] ?? { first: NaN, all: NaN, rest: NaN };
    const ours = times[0] ?? { all: NaN, rest: NaN };
    return [
      contestant.name,
      count,
      (first / 1000).toFixed(2),
      (all / 1000).toFixed(2),
      (count * (demand.newTokens - 1) * 1000) / rest,
      mebibytes(memory[index] ?? NaN),
      ...(index === 0 ? ['', ''] : [speedAgainst(all, ours.all), speedAgainst(rest, ours.rest)]),
    ];
  });
}

function promptOf({ vocabulary, promptTokens }: DecodeDemand, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: promptTokens }, () => random.integer(vocabulary));
}
