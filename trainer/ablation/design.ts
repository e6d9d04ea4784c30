/** What is asked for, as one design: a grid's file, or the folder's own grid, or the usual one, and options on top. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { gridInvalid, gridUnreadable } from '../errors/ablation.ts';
import { gridSchema, type Axis, type Design, type Grid } from '../protocol/ablation.ts';
import type { RunConfig } from '../protocol/config.ts';
import type { Json } from '../protocol/data.ts';
import { readRunConfig, runConfigOf, withPinnedBase } from '../run/configuration.ts';
import { settled } from '../run/crl/settle.ts';
import { explain, parseJson } from '../run/files.ts';
import { axisPaths, defaultAxes, defaultConfig, defaultDesign, plateauOf } from './default-grid.ts';

/** Instead of a phase switch: the plateau of the centre, or one that suits its length. */
export const anyPlateau = 'plateau';

/** Whatever is absent stays as the grid has it. */
export interface Asked {
  /** Paths of files. */
  readonly grid?: string | undefined;
  readonly config?: string | undefined;
  readonly steps?: number | undefined;
  readonly prompts?: number | undefined;
  /** Values of the axes of these names, instead of those that they have. */
  readonly axes: { readonly [name in keyof typeof axisPaths]?: readonly Json[] | undefined };
  readonly seeds?: readonly number[] | undefined;
  readonly baseline?: string | undefined;
  readonly problems?: number | undefined;
  readonly pairs?: number | undefined;
}

/** `recorded` is the design of the folder, which goes on where no other is named. Throws what reading the files throws. */
export async function designOf(asked: Asked, recorded: Design | null): Promise<Design> {
  const grid = asked.grid === undefined ? undefined : await readGrid(asked.grid);
  const file = asked.config ?? grid?.config;
  const isNew = grid !== undefined || asked.config !== undefined;
  const before = isNew ? null : recorded;
  const named = file === undefined ? undefined : await readRunConfig(file);
  const config = await settledConfig(named ?? before?.config ?? defaultConfig(asked.steps), asked);
  const usual = before ?? defaultDesign(config);
  const { combine = usual.combine, seeds = usual.seeds, heldOut = usual.heldOut } = grid ?? {};
  return {
    config,
    axes: withAxes(grid?.axes ?? before?.axes ?? defaultAxes(config), asked.axes, config),
    combine,
    seeds: [...new Set(asked.seeds ?? seeds)],
    baseline: asked.baseline ?? grid?.baseline ?? usual.baseline,
    heldOut: {
      ...heldOut,
      ...(asked.problems !== undefined && { problems: asked.problems }),
      ...(asked.pairs !== undefined && { pairs: asked.pairs }),
    },
  };
}

/** Throws `ablation.grid-unreadable` or `ablation.grid-invalid`; the path of its configuration becomes absolute. */
async function readGrid(path: string): Promise<Grid> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw gridUnreadable(path, cause);
  });
  const document = parseJson(text);
  if (!document.ok) throw gridInvalid(path, document.reason);
  const parsed = gridSchema.safeParse(document.value);
  if (!parsed.success) throw gridInvalid(path, explain(parsed.error));
  const { config } = parsed.data;
  return { ...parsed.data, ...(config !== undefined && { config: resolve(dirname(path), config) }) };
}

async function settledConfig(config: RunConfig, { steps, prompts }: Asked): Promise<RunConfig> {
  const changed = {
    ...config,
    ...(steps !== undefined && { length: { steps } }),
    ...(prompts !== undefined && { promptsPerStep: prompts }),
  };
  return settled(await withPinnedBase(runConfigOf(changed, 'of the ablation')));
}

function withAxes(axes: readonly Axis[], asked: Asked['axes'], config: RunConfig): Axis[] {
  const switches = asked.switch?.map((value) => (value === anyPlateau ? plateauOf(config) : value));
  const given: Axis[] = [
    ...axisOf(axisPaths.share, asked.share),
    ...axisOf(axisPaths.switch, switches),
    ...axisOf(axisPaths.scale, asked.scale),
  ];
  const replaced = axes.map((axis) => given.find(({ path }) => path === axis.path) ?? axis);
  return [...replaced, ...given.filter(({ path }) => axes.every((axis) => axis.path !== path))];
}

const axisOf = (path: string, values: readonly Json[] | undefined): Axis[] =>
  values === undefined ? [] : [{ path, values: [...values] }];
