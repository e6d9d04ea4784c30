/** A LoRA step of the local engine beside PyTorch with PEFT, from the same adapters on the same rows. */
import { projections } from '../../trainer/protocol/config-adapters.ts';
import type { Recompute } from '../../trainer/engine/local/recompute.ts';
import { ordinarySettings } from '../../test/support/updates.ts';
import { Contestant, peaksOf } from '../contestant.ts';
import { peerVersions } from '../python.ts';
import { median, takeTurns } from '../rounds.ts';
import { mebibytes, printTable, speedAgainst, type Cell } from '../table.ts';
import { printLosses } from '../train/losses.ts';
import { randomRows, stepsSchema } from '../train/protocol.ts';
import { enter, type Entrant } from './entrants.ts';

export interface AdapterDemand {
  /** The checkpoint, and a folder for the adapters that all begin with. */
  readonly model: string;
  readonly folder: string;
  readonly vocabulary: number;
  readonly rows: number;
  readonly length: number;
  readonly microBatchTokens: number;
  readonly recompute: Recompute;
  readonly threads: number;
  readonly rounds: number;
  readonly steps: number;
}

/** Usual sizes for a small model: rank 16, alpha twice that, all projections. */
const sizes = { rank: 16, alpha: 32, targets: projections };

/** PyTorch's two forms: the one that keeps everything for the way back, and the one that computes layers twice. */
const peerForms = [
  { suffix: '', recompute: 'never' },
  { suffix: ', checkpointing', recompute: 'always' },
] as const;

/** Ours beside each form of PyTorch, one after the other: all three at once need more memory than many machines have. */
export async function measureAdapters(demand: AdapterDemand, python: string | undefined): Promise<void> {
  const ours: Entrant = {
    name: 'Critique-Coder',
    start: (name) => Contestant.ofNode(name, 'train/ours.ts'),
    opens: { recompute: demand.recompute },
  };
  if (python === undefined) return measureSteps([ours], demand);
  for (const { suffix, recompute } of peerForms) {
    const peer: Entrant = {
      name: `PyTorch ${peerVersions.torch}, PEFT ${peerVersions.peft}${suffix}`,
      start: (name) => Contestant.ofPython(name, python, 'adapters.py'),
      opens: { recompute },
    };
    await measureSteps([ours, peer], demand);
  }
}

async function measureSteps(entrants: readonly Entrant[], demand: AdapterDemand): Promise<void> {
  const { model, folder, vocabulary, rows, length, microBatchTokens, threads, rounds, steps } = demand;
  await using stack = new AsyncDisposableStack();
  const contestants = await enter(stack, entrants, {
    model,
    threads,
    rows: randomRows({ rows, length }, vocabulary, 1),
    adamW: ordinarySettings,
    microBatchTokens,
    adapters: { ...sizes, folder },
  });
  const answers = await takeTurns(
    contestants.map((contestant) => () => contestant.ask({ do: 'steps', count: steps }, stepsSchema)),
    // The first round is for warming up.
    rounds + 1,
  );
  const memory = await peaksOf(contestants);
  const times = answers.map((each) => median(each.slice(1).flatMap(({ milliseconds }) => milliseconds)));
  const [ours = NaN] = times;
  printTable(
    `A LoRA step: rank ${sizes.rank} on all projections, ${rows} rows of ${length} tokens in micro-batches of ` +
      `${microBatchTokens}, layers computed twice: ${demand.recompute}; ${threads} threads; median of ` +
      `${rounds * steps} steps in turns`,
    [
      ['', 'seconds a step', 'tokens/s', 'peak memory', 'our speed against it'],
      ...contestants.map(({ name }, index): Cell[] => {
        const time = times[index] ?? NaN;
        return [
          name,
          (time / 1000).toFixed(2),
          (rows * length * 1000) / time,
          mebibytes(memory[index] ?? NaN),
          index === 0 ? '' : speedAgainst(time, ours),
        ];
      }),
    ],
  );
  printLosses(answers.map((each) => each.flatMap(({ losses }) => losses)));
}
