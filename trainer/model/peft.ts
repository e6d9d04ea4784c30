/** What `adapter_config.json` of PEFT says of LoRA adapters. What would change their meaning unseen is refused. */
import { z } from 'zod';
import { badAdapters, unsupportedAdapters } from '../errors/adapters.ts';
import { adapterScale, type Adapters } from './adapters.ts';

const positive = z.number().positive();
const rank = z.int().positive();

const fileSchema = z.looseObject({
  peft_type: z.string(),
  r: rank,
  lora_alpha: positive,
  lora_dropout: z.number().min(0).max(1).default(0),
  use_rslora: z.boolean().nullish(),
  bias: z.string().default('none'),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
  rank_pattern: z.record(z.string(), rank).nullish(),
  alpha_pattern: z.record(z.string(), positive).nullish(),
});

/** Fields that make adapters something else than W + s·B·A; they must be absent, false or empty. */
const otherAdapters = [
  'use_dora',
  'use_qalora',
  'use_bdlora',
  'lora_bias',
  'fan_in_fan_out',
  'modules_to_save',
  'layer_replication',
  'trainable_token_indices',
  'target_parameters',
  'alora_invocation_tokens',
  'arrow_config',
  'kasa_config',
  'monteclora_config',
  'megatron_config',
] as const;

/** Initialisations that change the base model's weights, so that the adapters do not fit the published ones. */
const changedBase = /^(pissa|olora|corda|loftq|lora_ga)/;

export interface PeftSettings {
  readonly dropout: number;
  readonly rankStabilised: boolean;
  readonly rankOf: (module: string) => number;
  /** Factor of what the adapter of a module adds. */
  readonly scaleOf: (module: string) => number;
  readonly rank: number;
  readonly alpha: number;
}

/** Checks the content of an adapter_config.json; `file` is only named in errors. */
export function parsePeftConfig(json: unknown, file: string): PeftSettings {
  const type = (json as { peft_type?: unknown } | null)?.peft_type;
  if (type !== 'LORA')
    throw unsupportedAdapters(file, 'peft_type', type ?? null, 'and only LORA is supported');
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw badAdapters(file, problems.join('; '));
  }
  const fields = parsed.data;
  for (const name of otherAdapters) {
    if (isSet(fields[name])) throw unsupportedAdapters(file, name, fields[name], 'which is not supported');
  }
  if (fields.bias !== 'none')
    throw unsupportedAdapters(file, 'bias', fields.bias, 'and trained biases are not supported');
  const beginning = fields.init_lora_weights;
  if (typeof beginning === 'string' && changedBase.test(beginning)) {
    throw unsupportedAdapters(file, 'init_lora_weights', beginning, "which changes the base model's weights");
  }
  const rankStabilised = fields.use_rslora ?? false;
  const rankOf = patterned(file, 'rank_pattern', fields.rank_pattern ?? {}, fields.r);
  const alphaOf = patterned(file, 'alpha_pattern', fields.alpha_pattern ?? {}, fields.lora_alpha);
  return {
    dropout: fields.lora_dropout,
    rankStabilised,
    rank: fields.r,
    alpha: fields.lora_alpha,
    rankOf,
    scaleOf: (module) => adapterScale({ rank: rankOf(module), alpha: alphaOf(module), rankStabilised }),
  };
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false;
}

/** As in PEFT, the first pattern counts that matches the module's name, or an ending of it behind a dot. */
function patterned(
  file: string,
  field: string,
  patterns: Readonly<Record<string, number>>,
  otherwise: number,
): (module: string) => number {
  const compiled = Object.entries(patterns).map(([pattern, value]) => {
    try {
      return { expression: new RegExp(`^(?:.*\\.)?(?:${pattern})$`), value };
    } catch {
      throw unsupportedAdapters(file, field, pattern, 'which is no regular expression here');
    }
  });
  return (module) => compiled.find(({ expression }) => expression.test(module))?.value ?? otherwise;
}

/** The content of the adapter_config.json of adapters that were trained on the model in the folder `base`. */
export function formatPeftConfig(adapters: Adapters, base: string): Record<string, unknown> {
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base,
    inference_mode: true,
    r: adapters.rank,
    lora_alpha: adapters.alpha,
    lora_dropout: adapters.dropout,
    use_rslora: adapters.rankStabilised,
    use_dora: false,
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    target_modules: adapters.targets,
    rank_pattern: {},
    alpha_pattern: {},
    modules_to_save: null,
  };
}
