/**
 * Writes a graph as an ONNX model. The messages are generated from the public `onnx.proto` (ONNX 1.23.2);
 * docs/decisions/onnx-encoding.md says how to generate them again.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './generated/onnx_pb.js';
import type { Attribute, Constant, ElementType, Graph, Operation, Value } from './graph.ts';

/** ONNX file format version. */
export const irVersion = 10n;
/** Version of the standard operator set; the set com.microsoft is at version 1. */
export const opsetVersion = 21n;

const dataType: Readonly<Record<ElementType, number>> = {
  float32: TensorProto_DataType.FLOAT,
  int32: TensorProto_DataType.INT32,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
  uint8: TensorProto_DataType.UINT8,
};

/** A graph input whose numbers lie in a file beside the model, so that the model runs without being given them. */
export interface ExternalTensor {
  readonly input: Value;
  /** Of the stored numbers; the input's own may have sizes known only at run time. */
  readonly shape: readonly number[];
  /** File name, relative to the model's folder. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

export interface EncodeOptions {
  /** Inputs that become stored weights of the model. */
  readonly external?: readonly ExternalTensor[];
  /** Entries of the model's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX model with the graph's inputs and outputs. Operations no output needs are left out. */
export function encodeModel(graph: Graph, options: EncodeOptions = {}): Uint8Array {
  const { operations, values } = neededBy(graph);
  const external = options.external ?? [];
  const stored = new Set(external.map(({ input }) => input));
  const renamed = new Map([...graph.outputs].map(([name, value]) => [value, name]));
  const nodes = operations.map((operation) => encodeNode(operation, renamed));
  for (const [name, value] of graph.outputs) {
    // An output that is an input, a constant, or the second name of one value needs an operation of its own.
    if (value.producer === undefined || renamed.get(value) !== name)
      nodes.push(identity(nameOf(value, renamed), name));
  }
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: 'critique-coder',
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: opsetVersion }),
      create(OperatorSetIdProtoSchema, { domain: 'com.microsoft', version: 1n }),
    ],
    metadataProps: entries(options.metadata ?? {}),
    graph: create(GraphProtoSchema, {
      name: 'main',
      node: nodes,
      initializer: [
        ...graph.constants
          .filter(({ value }) => values.has(value))
          .map((constant) => encodeConstant(constant)),
        ...external.map(encodeExternal),
      ],
      input: graph.inputs.filter((input) => !stored.has(input)).map((input) => describe(input.name, input)),
      output: [...graph.outputs].map(([name, value]) => describe(name, value)),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

/** The operations and values that the outputs depend on. */
export function neededBy(graph: Graph): { operations: readonly Operation[]; values: ReadonlySet<Value> } {
  const values = new Set(graph.outputs.values());
  const operations: Operation[] = [];
  for (const operation of [...graph.operations].reverse()) {
    if (!operation.outputs.some((output) => values.has(output))) continue;
    operations.unshift(operation);
    for (const input of operation.inputs) if (input !== undefined) values.add(input);
  }
  return { operations, values };
}

function nameOf(value: Value, renamed: ReadonlyMap<Value, string>): string {
  return value.producer === undefined ? value.name : (renamed.get(value) ?? value.name);
}

function identity(input: string, output: string): NodeProto {
  return create(NodeProtoSchema, { opType: 'Identity', name: output, input: [input], output: [output] });
}

function encodeNode(operation: Operation, renamed: ReadonlyMap<Value, string>): NodeProto {
  const outputs = operation.outputs.map((output) => nameOf(output, renamed));
  return create(NodeProtoSchema, {
    opType: operation.type,
    domain: operation.domain,
    name: outputs[0] ?? '',
    input: operation.inputs.map((input) => (input === undefined ? '' : nameOf(input, renamed))),
    output: outputs,
    attribute: Object.entries(operation.attributes).map(([name, value]) => encodeAttribute(name, value)),
  });
}

function encodeAttribute(name: string, value: Attribute): AttributeProto {
  const { FLOAT, INT, INTS, STRING } = AttributeProto_AttributeType;
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: INT, i: BigInt(value) });
  }
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: STRING, s: new TextEncoder().encode(value) });
  }
  if ('float' in value) return create(AttributeProtoSchema, { name, type: FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: INTS, ints: value.map(BigInt) });
}

function encodeConstant({ value, data }: Constant): TensorProto {
  return create(TensorProtoSchema, {
    name: value.name,
    dataType: dataType[value.type],
    dims: value.shape.map((dimension) => BigInt(dimension)),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

function encodeExternal({ input, shape, location, offset, length }: ExternalTensor): TensorProto {
  return create(TensorProtoSchema, {
    name: input.name,
    dataType: dataType[input.type],
    dims: shape.map(BigInt),
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: entries({ location, offset: String(offset), length: String(length) }),
  });
}

function entries(record: Readonly<Record<string, string>>) {
  return Object.entries(record).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }));
}

function describe(name: string, value: Value): ValueInfoProto {
  const dimensions = value.shape.map((dimension) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof dimension === 'number'
          ? { case: 'dimValue', value: BigInt(dimension) }
          : { case: 'dimParam', value: dimension },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: dataType[value.type],
    shape: create(TensorShapeProtoSchema, { dim: dimensions }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensor } }),
  });
}
