/** The options of `ablate` that say what is trained, read into what is asked for. */
import { anyPlateau, type Asked } from '../../ablation/design.ts';
import type { Json } from '../../protocol/data.ts';
import { optional, optionalInteger, UsageError, type Invocation } from '../command.ts';

export const gridOptions = {
  grid: { type: 'string' },
  config: { type: 'string' },
  shares: { type: 'string' },
  switches: { type: 'string' },
  scales: { type: 'string' },
  seeds: { type: 'string' },
  baseline: { type: 'string' },
  steps: { type: 'string' },
  prompts: { type: 'string' },
  problems: { type: 'string' },
  pairs: { type: 'string' },
} as const;

export function askedOf(invocation: Invocation): Asked {
  return {
    grid: optional(invocation, 'grid'),
    config: optional(invocation, 'config'),
    steps: optionalInteger(invocation, 'steps', 1),
    prompts: optionalInteger(invocation, 'prompts', 1),
    axes: {
      share: numbersOf(invocation, 'shares'),
      switch: listOf(invocation, 'switches')?.map(switchOf),
      scale: numbersOf(invocation, 'scales'),
    },
    seeds: seedsOf(invocation),
    baseline: optional(invocation, 'baseline'),
    problems: optionalInteger(invocation, 'problems', 0),
    pairs: optionalInteger(invocation, 'pairs', 0),
  };
}

function listOf(invocation: Invocation, option: string): readonly string[] | undefined {
  return optional(invocation, option)
    ?.split(',')
    .map((part) => part.trim());
}

function numbersOf(invocation: Invocation, option: string): readonly number[] | undefined {
  return listOf(invocation, option)?.map((part) => {
    const number = Number(part);
    if (part === '' || !Number.isFinite(number)) {
      throw new UsageError(`--${option} takes numbers with commas between them, not "${part}"`);
    }
    return number;
  });
}

function seedsOf(invocation: Invocation): readonly number[] | undefined {
  const seeds = numbersOf(invocation, 'seeds');
  const wrong = seeds?.find((seed) => !Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff);
  if (wrong !== undefined) throw new UsageError(`--seeds takes whole numbers from 0, not "${wrong}"`);
  return seeds;
}

function switchOf(text: string): Json {
  const step = /^step:(\d+)$/.exec(text)?.[1];
  if (step !== undefined) return { kind: 'step', step: Number(step) };
  if (text === 'plateau') return anyPlateau;
  if (text === 'never') return { kind: text };
  throw new UsageError(`--switches takes plateau, step:N and never, not "${text}"`);
}
