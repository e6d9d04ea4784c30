"""Writes a Qwen3 checkpoint as a GGUF file for llama.cpp: write_gguf.py MODEL FILE F32|Q8_0|Q4_0.

All matrices get the precision, the vocabulary's too, as in our critics; gains stay float32. A tensor is in memory at a
time.
"""

import json
import sys
from pathlib import Path

import gguf
import numpy
import torch
from safetensors import safe_open

# Names of llama.cpp's for those of Hugging Face.
layer_names = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_proj": "attn_k",
    "self_attn.k_norm": "attn_k_norm",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
other_names = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}


def gguf_name(name):
    if name in other_names:
        return other_names[name]
    _, _, layer, *parts, _ = name.split(".")
    return f"blk.{layer}.{layer_names['.'.join(parts)]}.weight"


def describe(writer, config):
    writer.add_vocab_size(config["vocab_size"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    describe_tokens(writer, config["vocab_size"])


def describe_tokens(writer, count):
    """Words that stand for their numbers only: llama.cpp refuses a model without, and the benches speak in numbers."""
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([f"<{token}>" for token in range(count)])
    writer.add_token_types([gguf.TokenType.NORMAL] * count)
    writer.add_token_merges(["< 0"])


def quantised(tensor, precision):
    """The numbers as they are to be stored, and what kind of numbers these are."""
    kind = gguf.GGMLQuantizationType[precision] if tensor.dim() > 1 else gguf.GGMLQuantizationType.F32
    return gguf.quants.quantize(tensor.to(torch.float32).numpy(), kind), kind


def stored_size(shape, kind):
    """Shape and bytes of what quantised() will give."""
    if kind == gguf.GGMLQuantizationType.F32:
        return shape, numpy.dtype(numpy.float32), 4 * int(numpy.prod(shape))
    stored = gguf.quants.quant_shape_to_byte_shape(shape, kind)
    return stored, numpy.dtype(numpy.uint8), int(numpy.prod(stored))


def main(model, file, precision):
    folder = Path(model)
    index = folder / "model.safetensors.index.json"
    shards = sorted(set(json.loads(index.read_text())["weight_map"].values())) if index.exists() else ["model.safetensors"]
    opened = [safe_open(folder / shard, framework="pt") for shard in shards]
    tensors = [(name, shard) for shard in opened for name in shard.keys()]
    writer = gguf.GGUFWriter(file, "qwen3")
    describe(writer, json.loads((folder / "config.json").read_text()))
    for name, shard in tensors:
        shape = shard.get_slice(name).get_shape()
        kind = gguf.GGMLQuantizationType[precision if len(shape) > 1 else "F32"]
        writer.add_tensor_info(gguf_name(name), *stored_size(shape, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for name, shard in tensors:
        numbers, _ = quantised(shard.get_tensor(name), precision)
        writer.write_tensor_data(numbers)
    writer.close()


main(*sys.argv[1:])
