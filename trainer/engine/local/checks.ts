/** What a call must satisfy before anything is computed. */
import { badCall } from '../../errors/engine.ts';
import type { Objective, SampleRequest, TrainSequence } from '../types.ts';

export function checkRequest({ count, params }: SampleRequest): void {
  const { maxTokens, temperature, topP, topK } = params;
  if (!Number.isInteger(count) || count < 0)
    throw badCall('a count of', String(count), 'it is a whole number from 0');
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw badCall('a maxTokens of', String(maxTokens), 'it is a whole number from 1');
  }
  if (!(temperature >= 0)) throw badCall('a temperature of', String(temperature), 'it is 0 or more');
  if (!(topP > 0 && topP <= 1)) throw badCall('a topP of', String(topP), 'it lies above 0 and not above 1');
  if (!Number.isInteger(topK) || topK < 0)
    throw badCall('a topK of', String(topK), 'it is a whole number from 0');
}

/** Log-probabilities are taken at this temperature, so it divides. */
export function checkTemperature(temperature: number): void {
  if (!(temperature > 0))
    throw badCall('a temperature of', String(temperature), 'training needs one above 0');
}

/** Every array of a completion has one entry a token, and those that the objective reads are there. */
export function checkSequences(sequences: readonly TrainSequence[], objective: Objective | undefined): void {
  if (objective?.kind === 'policy') checkTemperature(objective.temperature);
  const isPolicy = objective?.kind === 'policy';
  const needsReference = isPolicy && objective.klCoef > 0;
  for (const { completions } of sequences) {
    for (const completion of completions) {
      const { tokens, weights, advantages, oldLogprobs, referenceLogprobs } = completion;
      const arrays = [
        { name: 'weights', array: weights, isNeeded: true },
        { name: 'advantages', array: advantages, isNeeded: isPolicy },
        { name: 'oldLogprobs', array: oldLogprobs, isNeeded: isPolicy },
        { name: 'referenceLogprobs', array: referenceLogprobs, isNeeded: needsReference },
      ];
      for (const { name, array, isNeeded } of arrays) {
        if (array === undefined ? isNeeded : array.length !== tokens.length) {
          const found = array === undefined ? 'without' : `with ${array.length}`;
          throw badCall(
            `a completion of ${tokens.length} tokens`,
            `${found} ${name}`,
            'there must be one a token',
          );
        }
      }
    }
  }
}
