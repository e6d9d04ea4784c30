/** What an operator of a graph is computed with in TensorFlow.js. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attribute, Operation } from '../../graph/graph.ts';

/** The functions of TensorFlow.js that a package brings, whichever that is: it is handed in and never imported. */
export type Functions = typeof TensorFlow;

/** One operation with its inputs computed. */
export interface Call {
  readonly operation: Operation;
  readonly inputs: readonly (Tensor | undefined)[];
  /** The whole numbers of an input that is a constant: axes, sizes, a shape. */
  readonly list: (position: number) => readonly number[];
}

/** Computes the outputs of an operation, those that no graph of ours reads left out at the end. */
export type Operator = (tf: Functions, call: Call) => readonly Tensor[];

/** An input that the operator cannot do without. */
export function input({ operation, inputs }: Call, position: number): Tensor {
  const tensor = inputs[position];
  if (tensor === undefined) throw new RangeError(`${operation.type} has no input ${position}.`);
  return tensor;
}

const attributeOf = ({ operation }: Call, name: string): Attribute | undefined => operation.attributes[name];

/** An attribute that is a number; integers and floats are written differently in ONNX. */
export function number(call: Call, name: string, absent: number): number {
  const value = attributeOf(call, name);
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'float' in value ? value.float : absent;
}

/** An attribute that is a list of whole numbers. */
export function numbers(call: Call, name: string): number[] {
  const value = attributeOf(call, name);
  if (typeof value !== 'object' || 'float' in value) {
    throw new RangeError(`${call.operation.type} has no list "${name}".`);
  }
  return [...value];
}
