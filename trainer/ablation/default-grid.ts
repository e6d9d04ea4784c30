/** The grid that is trained unless a user writes another: the paper's shares, and when the second phase begins. */
import type { Axis, Design } from '../protocol/ablation.ts';
import type { RunConfig } from '../protocol/config.ts';
import type { Json } from '../protocol/data.ts';
import { heldOutSettingsSchema } from '../protocol/ablation.ts';
import { runConfigOf } from '../run/configuration.ts';
import { starterSettings } from '../starter/settings.ts';

/** So that six cells with five seeds fit three hours on two cores: 18 × 120 × 8 completions take four to five minutes. */
const defaultSteps = 18;

export const axisPaths = {
  share: 'critiqueShare',
  switch: 'context.switch',
  scale: 'advantage.firstPhaseCritiqueScale',
} as const;

/** The starter's settings with the paper's share, in runs that are short enough to be many. */
export function defaultConfig(steps: number = defaultSteps): RunConfig {
  return runConfigOf(
    {
      ...starterSettings,
      critiqueShare: 0.2,
      length: { steps },
      promptsPerStep: 120,
      context: { ...starterSettings.context, switch: plateauFor(steps) },
      validation: { every: Math.max(1, Math.round(steps / 4)), problems: 150, pairs: 150 },
      // Nobody goes back to an earlier step of these; the best is kept besides.
      checkpoint: { keep: 1 },
    },
    'of the ablation',
  );
}

/** The centre's plateau where it switches by one, else one that suits its length. */
export function plateauOf({ context, length }: RunConfig): Json {
  if (context.switch.kind === 'plateau') return context.switch;
  return plateauFor('steps' in length ? length.steps : defaultSteps);
}

/** A plateau that can be seen within the run: the means of two sixths of it are compared, from its third on. */
function plateauFor(steps: number): { kind: 'plateau'; window: number; tolerance: number; minSteps: number } {
  const window = Math.max(1, Math.round(steps / 6));
  return { kind: 'plateau', window, tolerance: 0.01, minSteps: 2 * window };
}

/** The paper's shares, then the phase switch at the centre's share: by its rule, halfway, and never. */
export function defaultAxes(config: RunConfig): Axis[] {
  const { length } = config;
  const halfway = 'steps' in length ? Math.floor(length.steps / 2) : 0;
  return [
    { path: axisPaths.share, values: [0, 0.2, 0.5, 1] },
    {
      path: axisPaths.switch,
      values: [
        plateauOf(config),
        ...(halfway > 0 ? [{ kind: 'step', step: halfway }] : []),
        { kind: 'never' },
      ],
    },
  ];
}

export function defaultDesign(config: RunConfig): Design {
  return {
    config,
    axes: defaultAxes(config),
    combine: 'each',
    seeds: [1, 2, 3, 4, 5],
    baseline: null,
    heldOut: heldOutSettingsSchema.parse({}),
  };
}
