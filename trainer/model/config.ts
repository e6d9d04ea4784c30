/** The shape of a decoder, read from and written as a Hugging Face `config.json`. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { badModelConfig, unreadableModelFile, unsupportedArchitecture } from '../errors/model.ts';
import { endTokenField, endTokensOf, generationEndTokens } from './end-tokens.ts';
import { families, familyName, supportedFamilies, type FamilyName } from './families.ts';
import { generationConfigFile } from './files.ts';
import { formatRope, readRope, ropeFields, type Rope } from './rope.ts';

export interface DecoderConfig {
  readonly family: FamilyName;
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
  readonly rope: Rope;
  /** Longest sequence, prompt and completion together. */
  readonly maxPositions: number;
  /** The output matrix is the embedding matrix. */
  readonly tiedHead: boolean;
  /** Any of these ends a completion. */
  readonly endTokens: readonly number[];
}

const positive = z.int().positive();

/** The fields of config.json that matter here; others are kept by nobody and allowed. */
const fileSchema = z.looseObject({
  ...ropeFields,
  vocab_size: positive,
  hidden_size: positive,
  intermediate_size: positive,
  num_hidden_layers: positive,
  num_attention_heads: positive,
  num_key_value_heads: positive.nullish(),
  head_dim: positive.nullish(),
  rms_norm_eps: z.number().positive(),
  tie_word_embeddings: z.boolean().default(false),
  eos_token_id: endTokenField,
  hidden_act: z.string().default('silu'),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  use_sliding_window: z.boolean().default(false),
  layer_types: z.array(z.string()).nullish(),
});
type Fields = z.infer<typeof fileSchema>;

/** Reads a decoder's shape from `file`, a config.json, and its end tokens also from the generation_config.json beside it. */
export async function readDecoderConfig(file: string): Promise<DecoderConfig> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unreadableModelFile(file, cause);
  }
  const config = parseDecoderConfig(json, file);
  const more = await generationEndTokens(join(dirname(file), generationConfigFile));
  return { ...config, endTokens: [...new Set([...config.endTokens, ...more])] };
}

/** Checks the content of a config.json; `file` is only named in errors. */
export function parseDecoderConfig(json: unknown, file: string): DecoderConfig {
  const modelType = (json as { model_type?: unknown } | null)?.model_type;
  const family = familyName(modelType);
  if (family === undefined) throw unsupportedArchitecture(file, String(modelType), supportedFamilies);
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    throw badModelConfig(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const problems = unsupportedFields(parsed.data, family);
  const config = configOf(parsed.data, family, problems);
  if (problems.length > 0) throw badModelConfig(file, problems);
  return config;
}

/** Adds to `problems` what makes the shape impossible. */
function configOf(fields: Fields, family: FamilyName, problems: string[]): DecoderConfig {
  const heads = fields.num_attention_heads;
  const kvHeads = fields.num_key_value_heads ?? heads;
  if (heads % kvHeads !== 0) problems.push(`${heads} heads cannot share ${kvHeads} key/value heads`);
  const headSize = fields.head_dim ?? families[family].defaultHeadSize ?? fields.hidden_size / heads;
  if (headSize % 16 !== 0) {
    problems.push(
      `head_dim ${headSize} must be a multiple of 16, since ONNX Runtime's attention over a cache takes no other`,
    );
  }
  return {
    family,
    vocabularySize: fields.vocab_size,
    hiddenSize: fields.hidden_size,
    intermediateSize: fields.intermediate_size,
    layers: fields.num_hidden_layers,
    heads,
    kvHeads,
    headSize,
    rmsNormEpsilon: fields.rms_norm_eps,
    rope: readRope(fields, problems),
    maxPositions: fields.max_position_embeddings,
    tiedHead: fields.tie_word_embeddings,
    endTokens: endTokensOf(fields),
  };
}

function unsupportedFields(fields: Fields, family: FamilyName): string[] {
  const problems: string[] = [];
  if (fields.hidden_act !== 'silu') problems.push(`hidden_act "${fields.hidden_act}" is not "silu"`);
  // A family that always has the bias does not ask for it here.
  if (fields.attention_bias && !families[family].qkvBias) problems.push('attention_bias is not supported');
  if (fields.mlp_bias) problems.push('mlp_bias is not supported');
  if (fields.use_sliding_window) problems.push('use_sliding_window is not supported');
  const otherLayers = new Set(fields.layer_types?.filter((type) => type !== 'full_attention'));
  for (const type of otherLayers) problems.push(`layers of the type "${type}" are not supported`);
  return problems;
}

/** The content of a config.json that describes the decoder to this project and to other programs. */
export function formatDecoderConfig(config: DecoderConfig): Record<string, unknown> {
  const { architecture, qkvBias } = families[config.family];
  return {
    architectures: [architecture],
    model_type: config.family,
    vocab_size: config.vocabularySize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headSize,
    rms_norm_eps: config.rmsNormEpsilon,
    ...formatRope(config.rope),
    max_position_embeddings: config.maxPositions,
    tie_word_embeddings: config.tiedHead,
    eos_token_id: config.endTokens.length > 1 ? config.endTokens : (config.endTokens[0] ?? null),
    hidden_act: 'silu',
    attention_bias: qkvBias,
    torch_dtype: 'float32',
  };
}
