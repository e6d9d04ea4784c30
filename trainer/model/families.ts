/** The families of decoders, by what sets them apart; in everything else they are one architecture. */

export interface Family {
  /** As users know it. */
  readonly title: string;
  /** The class that transformers loads such a checkpoint with. */
  readonly architecture: string;
  /** Queries and keys are normalised, a head each. */
  readonly qkNorm: boolean;
  /** The projections of queries, keys and values add a bias. */
  readonly qkvBias: boolean;
  /** Head size for a config.json that leaves it out; null shares the hidden size among the heads. */
  readonly defaultHeadSize: number | null;
}

/** By the `model_type` of config.json. */
export const families = {
  qwen3: {
    title: 'Qwen3',
    architecture: 'Qwen3ForCausalLM',
    qkNorm: true,
    qkvBias: false,
    defaultHeadSize: 128,
  },
  qwen2: {
    title: 'Qwen2 and Qwen2.5',
    architecture: 'Qwen2ForCausalLM',
    qkNorm: false,
    qkvBias: true,
    defaultHeadSize: null,
  },
  llama: {
    title: 'Llama',
    architecture: 'LlamaForCausalLM',
    qkNorm: false,
    qkvBias: false,
    defaultHeadSize: null,
  },
} as const satisfies Readonly<Record<string, Family>>;

export type FamilyName = keyof typeof families;

/** The family's name if `modelType` is one. */
export function familyName(modelType: unknown): FamilyName | undefined {
  return typeof modelType === 'string' && Object.hasOwn(families, modelType)
    ? (modelType as FamilyName)
    : undefined;
}

/** Every family with its model_type, for an error that says what there is. */
export const supportedFamilies: readonly string[] = Object.entries(families).map(
  ([modelType, { title }]) => `${title} (model_type "${modelType}")`,
);
