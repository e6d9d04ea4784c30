/**
 * Reverse-mode differentiation of a graph: appends the operations that compute the derivative of one scalar.
 */
import { badArgument, noGradient } from '../errors/graph.ts';
import type { Operation, Value } from './graph.ts';
import { add } from './operators/elementwise.ts';

/**
 * The gradient of `loss` (shape []) with respect to each value of `targets`, in their order and shapes.
 * A target the loss does not depend on gets a zero scalar broadcast by multiplication with itself's shape: it throws
 * instead, because a parameter without influence is a mistake of the model's author.
 */
export function gradients(loss: Value, targets: readonly Value[]): readonly Value[] {
  if (loss.shape.length !== 0) {
    throw badArgument(
      'gradients',
      `a loss of shape [${loss.shape.join(', ')}]`,
      'only a scalar has a gradient',
    );
  }
  const { graph } = loss;
  const relevant = operationsBetween(graph.operations, targets);
  const gradientOf = new Map<Value, Value>([[loss, graph.scalar(1)]]);
  for (const operation of [...relevant].reverse()) {
    const outputGradients = operation.outputs.map((output) => gradientOf.get(output));
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    if (operation.gradient === undefined) throw noGradient(operation.type);
    const inputGradients = operation.gradient(outputGradients);
    operation.inputs.forEach((input, position) => {
      const gradient = inputGradients[position];
      if (input === undefined || gradient === undefined) return;
      const sum = gradientOf.get(input);
      gradientOf.set(input, sum === undefined ? gradient : add(sum, gradient));
    });
  }
  return targets.map((target) => {
    const gradient = gradientOf.get(target);
    if (gradient === undefined) {
      throw badArgument('gradients', `the target "${target.name}"`, 'the loss does not depend on it');
    }
    return gradient;
  });
}

/** The operations that depend on a target, in graph order. Gradients flow through these only. */
function operationsBetween(
  operations: readonly Operation[],
  targets: readonly Value[],
): readonly Operation[] {
  const dependent = new Set(targets);
  return operations.filter((operation) => {
    if (!operation.inputs.some((input) => input !== undefined && dependent.has(input))) return false;
    for (const output of operation.outputs) dependent.add(output);
    return true;
  });
}
