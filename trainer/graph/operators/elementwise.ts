/** Operators that work element by element, with NumPy's broadcasting. Shapes: any. */
import { badArgument } from '../../errors/graph.ts';
import { single, type ElementType, type Shape, type Value } from '../graph.ts';
import { broadcastShapes } from '../shapes.ts';
import { sumTo } from './reduce.ts';

/** A value, or a number that stands for a constant of shape []. */
export type Operand = Value | number;

function operands(a: Operand, b: Operand): readonly [Value, Value] {
  if (typeof a === 'number') {
    if (typeof b === 'number')
      throw badArgument('An element-wise operator', `${a} and ${b}`, 'one must be a value');
    return [b.graph.scalar(a), b];
  }
  return [a, typeof b === 'number' ? a.graph.scalar(b) : b];
}

/** The partial derivatives of a binary operator, each already multiplied by the gradient of the output. */
type Partials = (gradient: Value, a: Value, b: Value, output: Value) => readonly [Value, Value];

function binary(type: string, a: Operand, b: Operand, partials: Partials): Value {
  const [left, right] = operands(a, b);
  const output: Value = single(
    left.graph.apply({
      type,
      inputs: [left, right],
      outputs: [{ type: left.type, shape: broadcastShapes(type, left.shape, right.shape) }],
      gradient: ([gradient]) => {
        if (gradient === undefined) return [];
        const [ofLeft, ofRight] = partials(gradient, left, right, output);
        return [sumTo(ofLeft, left.shape), sumTo(ofRight, right.shape)];
      },
    }),
  );
  return output;
}

export function add(a: Operand, b: Operand): Value {
  return binary('Add', a, b, (gradient) => [gradient, gradient]);
}

export function subtract(a: Operand, b: Operand): Value {
  return binary('Sub', a, b, (gradient) => [gradient, negate(gradient)]);
}

export function multiply(a: Operand, b: Operand): Value {
  return binary('Mul', a, b, (gradient, left, right) => [
    multiply(gradient, right),
    multiply(gradient, left),
  ]);
}

export function divide(a: Operand, b: Operand): Value {
  return binary('Div', a, b, (gradient, _, right, quotient) => {
    const ofLeft = divide(gradient, right);
    return [ofLeft, negate(multiply(ofLeft, quotient))];
  });
}

/** What is left of a division of integers without sign; no gradient flows through it. */
export function remainder(a: Value, b: Value): Value {
  const outputs = [{ type: a.type, shape: broadcastShapes('Mod', a.shape, b.shape) }];
  return single(a.graph.apply({ type: 'Mod', inputs: [a, b], outputs, gradient: () => [] }));
}

/** Where both are equal, the gradient goes to the first. */
export function minimum(a: Operand, b: Operand): Value {
  return binary('Min', a, b, (gradient, left, right) => chosen(gradient, lessOrEqual(left, right)));
}

/** Where both are equal, the gradient goes to the first. */
export function maximum(a: Operand, b: Operand): Value {
  return binary('Max', a, b, (gradient, left, right) => chosen(gradient, lessOrEqual(right, left)));
}

function chosen(gradient: Value, first: Value): readonly [Value, Value] {
  return [where(first, gradient, 0), where(first, 0, gradient)];
}

function unary(type: string, x: Value, derivative: (gradient: Value, output: Value) => Value): Value {
  const output: Value = single(
    x.graph.apply({
      type,
      inputs: [x],
      outputs: [{ type: x.type, shape: x.shape }],
      gradient: ([gradient]) => (gradient === undefined ? [] : [derivative(gradient, output)]),
    }),
  );
  return output;
}

export function negate(x: Value): Value {
  return unary('Neg', x, (gradient) => negate(gradient));
}

export function exp(x: Value): Value {
  return unary('Exp', x, (gradient, output) => multiply(gradient, output));
}

export function log(x: Value): Value {
  return unary('Log', x, (gradient) => divide(gradient, x));
}

export function sqrt(x: Value): Value {
  return unary('Sqrt', x, (gradient, output) => divide(multiply(gradient, 0.5), output));
}

export function sigmoid(x: Value): Value {
  return unary('Sigmoid', x, (gradient, output) => multiply(gradient, multiply(output, subtract(1, output))));
}

/** x · σ(x), also called swish. With s = σ(x) and y the output, the derivative is y + s · (1 − y). */
export function silu(x: Value): Value {
  const output: Value = single(
    x.graph.apply({
      type: 'QuickGelu',
      domain: 'com.microsoft',
      inputs: [x],
      attributes: { alpha: { float: 1 } },
      outputs: [{ type: x.type, shape: x.shape }],
      gradient: ([gradient]) => {
        if (gradient === undefined) return [];
        const derivative = add(output, multiply(sigmoid(x), subtract(1, output)));
        return [multiply(gradient, derivative)];
      },
    }),
  );
  return output;
}

/** The same numbers, through which no gradient flows. */
export function stopGradient(x: Value): Value {
  const output = { type: x.type, shape: x.shape };
  return single(x.graph.apply({ type: 'Identity', inputs: [x], outputs: [output], gradient: () => [] }));
}

function comparison(type: string, a: Operand, b: Operand): Value {
  const [left, right] = operands(a, b);
  const shape = broadcastShapes(type, left.shape, right.shape);
  const outputs = [{ type: 'bool' as const, shape }];
  return single(left.graph.apply({ type, inputs: [left, right], outputs, gradient: () => [] }));
}

export function lessOrEqual(a: Operand, b: Operand): Value {
  return comparison('LessOrEqual', a, b);
}

export function greater(a: Operand, b: Operand): Value {
  return comparison('Greater', a, b);
}

/** Both of one element type; integers and booleans too. */
export function equal(a: Value, b: Value): Value {
  return comparison('Equal', a, b);
}

/** Of two values of type bool. */
export function both(a: Value, b: Value): Value {
  return comparison('And', a, b);
}

/** Of two values of type bool. */
export function either(a: Value, b: Value): Value {
  return comparison('Or', a, b);
}

/** `a` where the condition (bool) holds, else `b`. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  const [left, right] = operands(typeof a === 'number' ? condition.graph.scalar(a) : a, b);
  const shape: Shape = broadcastShapes(
    'Where',
    condition.shape,
    broadcastShapes('Where', left.shape, right.shape),
  );
  return single(
    condition.graph.apply({
      type: 'Where',
      inputs: [condition, left, right],
      outputs: [{ type: left.type, shape }],
      gradient: ([gradient]) =>
        gradient === undefined
          ? []
          : [
              undefined,
              sumTo(where(condition, gradient, 0), left.shape),
              sumTo(where(condition, 0, gradient), right.shape),
            ],
    }),
  );
}

const onnxTypeNumber: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
};

/** Converts the element type; no gradient flows through it. */
export function cast(x: Value, type: ElementType): Value {
  const attributes = { to: onnxTypeNumber[type] };
  const outputs = [{ type, shape: x.shape }];
  return single(x.graph.apply({ type: 'Cast', inputs: [x], attributes, outputs, gradient: () => [] }));
}
