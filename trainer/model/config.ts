/** The shape of a decoder, read from and written as a Hugging Face `config.json`. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { badModelConfig, unreadableModelFile, unsupportedArchitecture } from '../errors/model.ts';

export interface DecoderConfig {
  readonly vocabularySize: number;
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Width inside the feed-forward block. */
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  /** Heads of keys and values; each serves heads / kvHeads query heads. */
  readonly kvHeads: number;
  readonly headSize: number;
  readonly rmsNormEpsilon: number;
  readonly ropeTheta: number;
  /** Longest sequence, prompt and completion together. */
  readonly maxPositions: number;
  /** The output matrix is the embedding matrix. */
  readonly tiedHead: boolean;
  /** Any of these ends a completion. */
  readonly endTokens: readonly number[];
}

/** Of the architecture, for a config.json that leaves it out. */
const defaultHeadSize = 128;

const positive = z.int().positive();

/** The fields of config.json that matter here; others are kept by nobody and allowed. */
const fileSchema = z.looseObject({
  vocab_size: positive,
  hidden_size: positive,
  intermediate_size: positive,
  num_hidden_layers: positive,
  num_attention_heads: positive,
  num_key_value_heads: positive.optional(),
  head_dim: positive.optional(),
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive().optional(),
  rope_parameters: z
    .looseObject({ rope_theta: z.number().positive(), rope_type: z.string().optional() })
    .optional(),
  rope_scaling: z.looseObject({}).nullish(),
  max_position_embeddings: positive,
  tie_word_embeddings: z.boolean().default(false),
  eos_token_id: z.union([z.int(), z.array(z.int())]).nullish(),
  hidden_act: z.string().default('silu'),
  attention_bias: z.boolean().default(false),
  use_sliding_window: z.boolean().default(false),
});

/** Reads a decoder's shape from `file`, a config.json. */
export async function readDecoderConfig(file: string): Promise<DecoderConfig> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unreadableModelFile(file, cause);
  }
  return parseDecoderConfig(json, file);
}

/** Checks the content of a config.json; `file` is only named in errors. */
export function parseDecoderConfig(json: unknown, file: string): DecoderConfig {
  const modelType = (json as { model_type?: unknown } | null)?.model_type;
  if (modelType !== 'qwen3') throw unsupportedArchitecture(file, String(modelType));
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    throw badModelConfig(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const fields = parsed.data;
  const kvHeads = fields.num_key_value_heads ?? fields.num_attention_heads;
  const config: DecoderConfig = {
    vocabularySize: fields.vocab_size,
    hiddenSize: fields.hidden_size,
    intermediateSize: fields.intermediate_size,
    layers: fields.num_hidden_layers,
    heads: fields.num_attention_heads,
    kvHeads,
    headSize: fields.head_dim ?? defaultHeadSize,
    rmsNormEpsilon: fields.rms_norm_eps,
    ropeTheta: fields.rope_theta ?? fields.rope_parameters?.rope_theta ?? 10_000,
    maxPositions: fields.max_position_embeddings,
    tiedHead: fields.tie_word_embeddings,
    endTokens: [fields.eos_token_id ?? []].flat(),
  };
  const problems: string[] = [];
  if (config.heads % kvHeads !== 0)
    problems.push(`${config.heads} heads cannot share ${kvHeads} key/value heads`);
  // ONNX Runtime's attention over a cache takes no other sizes.
  if (config.headSize % 16 !== 0) problems.push(`head_dim ${config.headSize} must be a multiple of 16`);
  if (fields.hidden_act !== 'silu') problems.push(`hidden_act "${fields.hidden_act}" is not "silu"`);
  if (fields.attention_bias) problems.push('attention_bias is not supported');
  if (fields.use_sliding_window) problems.push('use_sliding_window is not supported');
  const ropeType = fields.rope_parameters?.rope_type ?? 'default';
  if (ropeType !== 'default') problems.push(`rope_parameters of the type "${ropeType}" are not supported`);
  if ((fields.rope_scaling ?? undefined) !== undefined) problems.push('rope_scaling is not supported');
  if (problems.length > 0) throw badModelConfig(file, problems);
  return config;
}

/** The content of a config.json that describes the decoder to this project and to other programs. */
export function formatDecoderConfig(config: DecoderConfig): Record<string, unknown> {
  return {
    architectures: ['Qwen3ForCausalLM'],
    model_type: 'qwen3',
    vocab_size: config.vocabularySize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headSize,
    rms_norm_eps: config.rmsNormEpsilon,
    rope_theta: config.ropeTheta,
    rope_parameters: { rope_type: 'default', rope_theta: config.ropeTheta },
    max_position_embeddings: config.maxPositions,
    tie_word_embeddings: config.tiedHead,
    eos_token_id: config.endTokens.length === 1 ? config.endTokens[0] : config.endTokens,
    hidden_act: 'silu',
    attention_bias: false,
    torch_dtype: 'float32',
  };
}
