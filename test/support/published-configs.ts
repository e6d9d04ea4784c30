/** The content of config.json files, with the fields of published ones and small sizes. */

/** The fields that cannot be left out. */
export const smallest = {
  model_type: 'qwen3',
  vocab_size: 100,
  hidden_size: 64,
  intermediate_size: 96,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  rms_norm_eps: 1e-6,
  max_position_embeddings: 512,
};

/** The fields as Qwen3-0.6B is published with. */
export const published = {
  ...smallest,
  num_key_value_heads: 2,
  head_dim: 32,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
  eos_token_id: 99,
  hidden_act: 'silu',
  attention_bias: false,
  use_sliding_window: false,
  rope_scaling: null,
  torch_dtype: 'bfloat16',
  architectures: ['Qwen3ForCausalLM'],
};

/** Those that other families are published with, of Qwen2.5-Coder and of Llama 3.1. */
export const publishedQwen2 = {
  ...smallest,
  model_type: 'qwen2',
  architectures: ['Qwen2ForCausalLM'],
  num_key_value_heads: 2,
  rope_theta: 1_000_000,
  sliding_window: 32_768,
  max_window_layers: 28,
  use_sliding_window: false,
  tie_word_embeddings: true,
};
export const llama3 = {
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
  rope_type: 'llama3',
};
export const publishedLlama = {
  ...smallest,
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  num_key_value_heads: 1,
  rope_theta: 500_000,
  rope_scaling: llama3,
  attention_bias: false,
  mlp_bias: false,
  max_position_embeddings: 131_072,
  eos_token_id: [1, 8, 9],
};
