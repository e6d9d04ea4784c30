import { TrainerError } from './error.ts';

/** An operator was given shapes that do not fit together. */
export function shapeMismatch(
  operator: string,
  shapes: readonly (readonly (number | string)[])[],
  rule: string,
): TrainerError {
  const listed = shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ');
  return new TrainerError(
    'graph.shape-mismatch',
    `${operator} cannot take shapes ${listed}: ${rule}.`,
    'Check the shapes of the values at the call; docs/architecture.md says which layout each room uses.',
  );
}

/** Something about an operator's arguments other than their shapes is wrong. */
export function badArgument(operator: string, value: string, rule: string): TrainerError {
  return new TrainerError(
    'graph.bad-argument',
    `${operator} cannot take ${value}: ${rule}.`,
    'Correct the call.',
  );
}

/** A gradient was asked for through an operator that has none. */
export function noGradient(operator: string): TrainerError {
  return new TrainerError(
    'graph.no-gradient',
    `${operator} has no gradient, but the loss depends on a parameter through it.`,
    'Write its gradient beside the operator, or cut the path with stopGradient.',
  );
}

/** Values of two graphs were mixed. */
export function foreignValue(operator: string, name: string): TrainerError {
  return new TrainerError(
    'graph.foreign-value',
    `${operator} was given the value "${name}" of another graph.`,
    'Build all values of an expression in one graph.',
  );
}
