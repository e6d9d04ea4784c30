/** The names, shapes and order of a decoder's parameters, as Hugging Face names them. */
import { sizeOf } from '../graph/shapes.ts';
import type { DecoderConfig } from './config.ts';
import { families } from './families.ts';

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Position of the first element in the flat parameter vector. */
  readonly offset: number;
  readonly size: number;
  /** Weight decay pulls matrices towards 0; gains, biases and embeddings are left alone. */
  readonly decays: boolean;
}

export const embeddingName = 'model.embed_tokens.weight';
export const lastNormName = 'model.norm.weight';

/** What the names of a layer's parameters begin with. */
export function layerName(layer: number): string {
  return `model.layers.${layer}`;
}

/** The matrix that makes logits: the embedding itself where the head is tied to it. */
export function headName({ tiedHead }: DecoderConfig): string {
  return tiedHead ? embeddingName : 'lm_head.weight';
}

/** A parameter before it has a place in memory. */
type Unplaced = Pick<ParameterSpec, 'name' | 'shape' | 'decays'>;

/** The parameters one behind another in a flat vector. */
export function placed(list: readonly Unplaced[]): readonly ParameterSpec[] {
  let offset = 0;
  return list.map((spec) => {
    const size = sizeOf(spec.shape);
    const start = offset;
    offset += size;
    return { ...spec, offset: start, size };
  });
}

/** Layer-independent and per-layer parameters, in the order in which they lie in memory. */
export function parameterSpecs(config: DecoderConfig): readonly ParameterSpec[] {
  const { hiddenSize, intermediateSize, heads, kvHeads, headSize, vocabularySize } = config;
  const { qkNorm, qkvBias } = families[config.family];
  const list: Unplaced[] = [];
  const matrix = (name: string, rows: number, columns: number) =>
    list.push({ name: `${name}.weight`, shape: [rows, columns], decays: true });
  const gain = (name: string, size: number) =>
    list.push({ name: `${name}.weight`, shape: [size], decays: false });
  const biased = (name: string, rows: number, columns: number) => {
    matrix(name, rows, columns);
    if (qkvBias) list.push({ name: `${name}.bias`, shape: [rows], decays: false });
  };

  list.push({ name: embeddingName, shape: [vocabularySize, hiddenSize], decays: false });
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = layerName(layer);
    gain(`${prefix}.input_layernorm`, hiddenSize);
    biased(`${prefix}.self_attn.q_proj`, heads * headSize, hiddenSize);
    biased(`${prefix}.self_attn.k_proj`, kvHeads * headSize, hiddenSize);
    biased(`${prefix}.self_attn.v_proj`, kvHeads * headSize, hiddenSize);
    matrix(`${prefix}.self_attn.o_proj`, hiddenSize, heads * headSize);
    if (qkNorm) {
      gain(`${prefix}.self_attn.q_norm`, headSize);
      gain(`${prefix}.self_attn.k_norm`, headSize);
    }
    gain(`${prefix}.post_attention_layernorm`, hiddenSize);
    matrix(`${prefix}.mlp.gate_proj`, intermediateSize, hiddenSize);
    matrix(`${prefix}.mlp.up_proj`, intermediateSize, hiddenSize);
    matrix(`${prefix}.mlp.down_proj`, hiddenSize, intermediateSize);
  }
  gain('model.norm', hiddenSize);
  if (!config.tiedHead) matrix('lm_head', vocabularySize, hiddenSize);

  return placed(list);
}

/** Number of elements of the flat parameter vector. */
export function parameterCount(specs: readonly ParameterSpec[]): number {
  return specs.reduce((total, { size }) => total + size, 0);
}
