/** A training step and a group's completions of each, in turns. */
import { peaksOf, type Contestant } from '../contestant.ts';
import { enter, type Entrant } from '../model/entrants.ts';
import { median, takeTurns } from '../rounds.ts';
import { greedyCompletions, printAgreement } from '../sample/agreement.ts';
import { sampledSchema } from '../sample/protocol.ts';
import { mebibytes, printTable, speedAgainst, type Cell } from '../table.ts';
import { printLosses } from '../train/losses.ts';
import { stepsSchema } from '../train/protocol.ts';

export interface CardDemand {
  /** What all are opened with. */
  readonly opened: { readonly rows: readonly (readonly number[])[]; readonly threads: number } & Readonly<
    Record<string, unknown>
  >;
  /** One prompt. */
  readonly prompt: readonly (readonly number[])[];
  readonly completions: number;
  readonly newTokens: number;
  readonly rounds: number;
}

export async function measureCards(entrants: readonly Entrant[], demand: CardDemand): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const contestants = await enter(stack, entrants, demand.opened);
  await measureSteps(contestants, demand);
  await measureSampling(contestants, demand);
}

async function measureSteps(
  contestants: readonly Contestant[],
  { opened, rounds }: CardDemand,
): Promise<void> {
  const answers = await takeTurns(
    contestants.map((contestant) => () => contestant.ask({ do: 'steps', count: 1 }, stepsSchema)),
    // The first is for warming up.
    rounds + 1,
  );
  const times = answers.map(([, ...each]) => median(each.flatMap(({ milliseconds }) => milliseconds)));
  const tokens = opened.rows.flat().length;
  printTable(`A LoRA step of ${tokens} tokens; ${opened.threads} threads; median of ${rounds} in turns`, [
    ['', 'seconds', 'tokens/s', 'our speed against it'],
    ...contestants.map(({ name }, index): Cell[] => [
      name,
      ((times[index] ?? NaN) / 1000).toFixed(3),
      (tokens * 1000) / (times[index] ?? NaN),
      index === 0 ? '' : speedAgainst(times[index] ?? NaN, times[0] ?? NaN),
    ]),
  ]);
  printLosses(answers.map((each) => each.flatMap(({ losses }) => losses)));
}

async function measureSampling(contestants: readonly Contestant[], demand: CardDemand): Promise<void> {
  const { prompt: prompts, completions: count, newTokens, rounds } = demand;
  const question = { do: 'sample', prompts, count, newTokens };
  const answers = await takeTurns(
    contestants.map(
      (contestant) => () => contestant.ask({ ...question, temperature: 0.6, seed: 1 }, sampledSchema),
    ),
    rounds + 1,
  );
  const times = answers.map(([, ...each]) => median(each.map(({ milliseconds }) => milliseconds)));
  const memory = await peaksOf(contestants);
  printTable(
    `${count} completions of ${newTokens} tokens of a prompt of ${prompts.flat().length}; median of ${rounds} in turns`,
    [
      ['', 'seconds', 'new tokens/s', 'peak memory', 'our speed against it'],
      ...contestants.map(({ name }, index): Cell[] => [
        name,
        ((times[index] ?? NaN) / 1000).toFixed(2),
        (count * newTokens * 1000) / (times[index] ?? NaN),
        mebibytes(memory[index] ?? NaN),
        index === 0 ? '' : speedAgainst(times[index] ?? NaN, times[0] ?? NaN),
      ]),
    ],
  );
  printAgreement(contestants, await greedyCompletions(contestants, { prompts, newTokens }));
}
