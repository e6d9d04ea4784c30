/** A small training run: settings, objectives, data, and the losses it goes through. */
import type { AdamWParams, Objective, TrainSequence } from '../../trainer/engine/types.ts';
import { plainPolicy } from './objectives.ts';
import { sequencesOf } from './sequences.ts';

export const settings: AdamWParams = {
  learningRate: 5e-3,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradNorm: 1,
};

/** At the pace at which models of ordinary size are trained. */
export const ordinarySettings: AdamWParams = { ...settings, learningRate: 1e-4 };

export const objectives = {
  crossEntropy: { kind: 'crossEntropy' },
  policy: { ...plainPolicy, klCoef: 0.05, entropyCoef: 0.01 },
} as const satisfies Record<string, Objective>;

/** Eight sequences of 40 to 47 positions: one to a row of 64. */
export const eightRows = sequencesOf(
  Array.from({ length: 8 }, (_, index) => ({ prompt: 30, completions: [10 + index] })),
);

/** Training and scoring that would take many seconds. */
export const enormous = Array.from({ length: 500 }, () => eightRows).flat();

/** The two verbs of an engine that change its weights. */
interface Trains {
  forwardBackward(
    sequences: readonly TrainSequence[],
    objective: Objective,
  ): Promise<{ readonly loss: number }>;
  optimStep(params: AdamWParams): Promise<unknown>;
}

/** Loss of each of `steps` updates; each of `calls` is one forwardBackward. */
export async function lossCurve(
  engine: Trains,
  calls: readonly (readonly TrainSequence[])[],
  objective: Objective,
  steps: number,
): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    let loss = 0;
    for (const sequences of calls) loss += (await engine.forwardBackward(sequences, objective)).loss;
    await engine.optimStep(settings);
    losses.push(loss);
  }
  return losses;
}
