/**
 * A graph of tensor operators: values with shapes and element types, and the operations that make them.
 * It is pure data. `encode.ts` writes it as an ONNX model; `gradients.ts` extends it by its own derivative.
 */
import { foreignValue } from '../errors/graph.ts';

/** `uint8` holds packed numbers of quantised matrices and takes part in no arithmetic. */
export type ElementType = 'float32' | 'int32' | 'int64' | 'bool' | 'uint8';

/** A number, or the name of a size known only at run time. Names are for inference graphs; gradients need numbers. */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

export type Attribute = number | string | readonly number[] | { readonly float: number };

/** The ONNX operator sets in use: the standard one, and ONNX Runtime's own operators. */
export type Domain = '' | 'com.microsoft';

/**
 * Maps the gradients of an operation's outputs to the gradients of its inputs.
 * An output nobody depends on has `undefined`; so has an input that is not differentiable.
 */
export type GradientRule = (
  outputGradients: readonly (Value | undefined)[],
) => readonly (Value | undefined)[];

export interface Operation {
  readonly type: string;
  readonly domain: Domain;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly gradient: GradientRule | undefined;
}

export interface Value {
  readonly graph: Graph;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** The operation that makes this value; inputs and constants have none. */
  readonly producer: Operation | undefined;
}

export interface Constant {
  readonly value: Value;
  readonly data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

export interface OperationSpec {
  readonly type: string;
  readonly domain?: Domain;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly { readonly type: ElementType; readonly shape: Shape }[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly gradient?: GradientRule;
}

export class Graph {
  readonly inputs: Value[] = [];
  readonly constants: Constant[] = [];
  /** In an order in which every operation follows those it depends on. */
  readonly operations: Operation[] = [];
  /** Name in the ONNX model → value. */
  readonly outputs = new Map<string, Value>();
  readonly #scalars = new Map<string, Value>();
  #count = 0;

  input(name: string, type: ElementType, shape: Shape): Value {
    const value = { graph: this, name, type, shape, producer: undefined };
    this.inputs.push(value);
    return value;
  }

  constant(data: Constant['data'], shape: readonly number[]): Value {
    const name = this.#freshName('constant');
    const value: Value = { graph: this, name, type: elementTypeOf(data), shape, producer: undefined };
    this.constants.push({ value, data });
    return value;
  }

  /** A constant of shape []; equal ones are stored once. */
  scalar(number: number, type: 'float32' | 'int32' | 'int64' = 'float32'): Value {
    const key = `${type} ${number}`;
    const known = this.#scalars.get(key);
    if (known !== undefined) return known;
    const data =
      type === 'float32'
        ? Float32Array.of(number)
        : type === 'int32'
          ? Int32Array.of(number)
          : BigInt64Array.of(BigInt(number));
    const value = this.constant(data, []);
    this.#scalars.set(key, value);
    return value;
  }

  /** Adds an operation and returns its outputs. */
  apply(spec: OperationSpec): readonly Value[] {
    for (const input of spec.inputs) {
      if (input !== undefined && input.graph !== this) throw foreignValue(spec.type, input.name);
    }
    const outputs: Value[] = [];
    const operation: Operation = {
      type: spec.type,
      domain: spec.domain ?? '',
      inputs: spec.inputs,
      outputs,
      attributes: spec.attributes ?? {},
      gradient: spec.gradient,
    };
    for (const { type, shape } of spec.outputs) {
      outputs.push({ graph: this, name: this.#freshName(spec.type), type, shape, producer: operation });
    }
    this.operations.push(operation);
    return outputs;
  }

  /** Names a value as a result of the graph. */
  output(name: string, value: Value): void {
    this.outputs.set(name, value);
  }

  #freshName(stem: string): string {
    return `${stem}_${this.#count++}`;
  }
}

/** The type of the elements of an array. */
export function elementTypeOf(data: Constant['data']): Exclude<ElementType, 'bool'> {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Uint8Array ? 'uint8' : 'int64';
}

/** The one output of an operation that has exactly one. */
export function single(outputs: readonly Value[]): Value {
  const [value] = outputs;
  if (value === undefined || outputs.length !== 1)
    throw new RangeError('The operation does not have one output.');
  return value;
}
