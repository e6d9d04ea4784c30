/**
 * Reverse-mode differentiation of a graph: appends the operations that compute derivatives. Those that no output needs
 * are left out when the graph is encoded.
 */
import { badArgument, noGradient } from '../errors/graph.ts';
import type { Operation, Value } from './graph.ts';
import { add } from './operators/elementwise.ts';

/**
 * The gradient of `loss` (shape []) with respect to each value of `targets`, in their order and shapes. Throws
 * `graph.bad-argument` for a target that the loss does not depend on, whose gradient would be zero: a parameter without
 * influence is a mistake of the model's author.
 */
export function gradients(loss: Value, targets: readonly Value[]): readonly Value[] {
  if (loss.shape.length !== 0) {
    throw badArgument(
      'gradients',
      `a loss of shape [${loss.shape.join(', ')}]`,
      'only a scalar has a gradient',
    );
  }
  return pullBack(loss, loss.graph.scalar(1), targets);
}

/**
 * The gradients of `targets`, in their order and shapes, where `gradient` is that of `output`: the step through a part
 * of a network, from the derivative behind it to the derivatives before it.
 */
export function pullBack(output: Value, gradient: Value, targets: readonly Value[]): readonly Value[] {
  const relevant = operationsBetween(output.graph.operations, targets);
  const gradientOf = new Map<Value, Value>([[output, gradient]]);
  for (const operation of [...relevant].reverse()) {
    const outputGradients = operation.outputs.map((value) => gradientOf.get(value));
    if (outputGradients.every((known) => known === undefined)) continue;
    if (operation.gradient === undefined) throw noGradient(operation.type);
    const inputGradients = operation.gradient(outputGradients);
    operation.inputs.forEach((input, position) => {
      const ofInput = inputGradients[position];
      if (input === undefined || ofInput === undefined) return;
      const sum = gradientOf.get(input);
      gradientOf.set(input, sum === undefined ? ofInput : add(sum, ofInput));
    });
  }
  return targets.map((target) => {
    const ofTarget = gradientOf.get(target);
    if (ofTarget === undefined) {
      throw badArgument('gradients', `the target "${target.name}"`, 'the loss does not depend on it');
    }
    return ofTarget;
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
