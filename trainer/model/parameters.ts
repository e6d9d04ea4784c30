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

/** Layer-independent and per-layer parameters, in the order in which they lie in memory. */
export function parameterSpecs(config: DecoderConfig): readonly ParameterSpec[] {
  const { hiddenSize, intermediateSize, heads, kvHeads, headSize, vocabularySize } = config;
  const { qkNorm, qkvBias } = families[config.family];
  const list: { name: string; shape: readonly number[]; decays: boolean }[] = [];
  const matrix = (name: string, rows: number, columns: number) =>
    list.push({ name: `${name}.weight`, shape: [rows, columns], decays: true });
  const gain = (name: string, size: number) =>
    list.push({ name: `${name}.weight`, shape: [size], decays: false });
  const biased = (name: string, rows: number, columns: number) => {
    matrix(name, rows, columns);
    if (qkvBias) list.push({ name: `${name}.bias`, shape: [rows], decays: false });
  };

  list.push({ name: 'model.embed_tokens.weight', shape: [vocabularySize, hiddenSize], decays: false });
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = `model.layers.${layer}`;
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

  let offset = 0;
  return list.map((spec) => {
    const size = sizeOf(spec.shape);
    const placed = { ...spec, offset, size };
    offset += size;
    return placed;
  });
}

/** Number of elements of the flat parameter vector. */
export function parameterCount(specs: readonly ParameterSpec[]): number {
  return specs.reduce((total, { size }) => total + size, 0);
}
