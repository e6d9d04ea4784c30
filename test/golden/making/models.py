"""Small random checkpoints of three families, and what PyTorch computes with them in float32 on the CPU."""

import gzip
import json

import torch
import torch.nn.functional as F
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

VOCABULARY = 96
END = VOCABULARY - 1
NEW_TOKENS = 128
PROMPTS = [[5, 9, 13, 21, 2], [40, 1, 7], [64, 33, 33, 8, 90, 17, 50, 3]]
COMPLETIONS = [[3, 8, 30, 12], [17, 6], [71, 2, 2]]
# The two best logits of every greedy choice are further apart than rounding errors move them.
SMALLEST_MARGIN = 5e-4

COMMON = dict(
    vocab_size=VOCABULARY, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    max_position_embeddings=160, eos_token_id=END, bos_token_id=None, pad_token_id=None, attention_dropout=0.0,
)
LLAMA3 = dict(
    rope_type="llama3", rope_theta=10000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
    original_max_position_embeddings=64,
)

# Each family stores its weights in another type, and Llama in two shards.
FAMILIES = {
    "qwen3": dict(
        model=Qwen3ForCausalLM, dtype=torch.float32, seed=2, shard="1GB",
        config=Qwen3Config(
            **COMMON, hidden_size=32, intermediate_size=56, head_dim=16, rms_norm_eps=1e-6, tie_word_embeddings=True,
        ),
    ),
    "qwen2": dict(
        model=Qwen2ForCausalLM, dtype=torch.bfloat16, seed=4, shard="1GB",
        config=Qwen2Config(
            **COMMON, hidden_size=64, intermediate_size=48, rms_norm_eps=1e-6, tie_word_embeddings=True,
            rope_parameters=dict(rope_type="default", rope_theta=1000000.0),
        ),
    ),
    "llama": dict(
        model=LlamaForCausalLM, dtype=torch.float16, seed=2, shard="64KB",
        config=LlamaConfig(
            **COMMON, hidden_size=64, intermediate_size=48, rms_norm_eps=1e-5, tie_word_embeddings=False,
            rope_parameters=LLAMA3,
        ),
    ),
}


def make_models(folder, versions):
    for name, family in FAMILIES.items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        for old in target.iterdir():
            old.unlink()
        model = random_model(family)
        model.to(family["dtype"]).save_pretrained(target, max_shard_size=family["shard"])
        (target / "generation_config.json").unlink(missing_ok=True)
        model = family["model"].from_pretrained(target, dtype=torch.float32).eval()
        expected = {"versions": versions, **computed(model)}
        with gzip.GzipFile(target / "expected.json.gz", "wb", mtime=0) as file:
            file.write(json.dumps(expected, separators=(",", ":")).encode())


def random_model(family):
    torch.manual_seed(family["seed"])
    model = family["model"](family["config"]).float().eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Larger than the usual initialisation, so that attention and gates are far from linear.
            is_gain = "norm" in name
            parameter.copy_(torch.randn_like(parameter) * (0.2 if is_gain else 0.3) + is_gain)
        # Its logit is 0, which is never the largest: greedy decoding goes on to the length that is asked for.
        model.get_output_embeddings().weight[END] = 0
    return model


def computed(model):
    logits = [model(torch.tensor([p + c])).logits[0].detach() for p, c in zip(PROMPTS, COMPLETIONS)]
    loss = batch_loss(model)
    loss.backward()
    gradients = {name: fixed_point(parameter.grad) for name, parameter in model.named_parameters()}
    greedy = [greedy_tokens(model, prompt) for prompt in PROMPTS]
    return {
        "prompts": PROMPTS, "completions": COMPLETIONS, "logits": [short(rows) for rows in logits], "loss": loss.item(),
        "gradients": gradients, "greedy": greedy, "adamw": adamw(model),
    }


def batch_loss(model):
    total = 0.0
    for prompt, completion in zip(PROMPTS, COMPLETIONS):
        tokens = torch.tensor([prompt + completion])
        out = model(tokens).logits[0]
        total = total + F.cross_entropy(out[len(prompt) - 1 : -1], tokens[0, len(prompt) :], reduction="sum")
    return total


def short(rows):
    """Seven significant digits, which is what float32 carries."""
    return [[float(f"{number:.7g}") for number in row] for row in rows.tolist()]


def fixed_point(gradient):
    """Whole multiples of a unit: each number is off by at most 1/60,000 of the largest, and the file stays small."""
    unit = gradient.abs().max().item() / 30000
    return {"unit": unit, "multiples": [round(number / unit) for number in gradient.flatten().tolist()]}


def greedy_tokens(model, prompt):
    """Token by token over the whole sequence, and the same with transformers' cache."""
    tokens = list(prompt)
    for _ in range(NEW_TOKENS):
        best = model(torch.tensor([tokens]), use_cache=False).logits[0, -1].detach().topk(2)
        margin = (best.values[0] - best.values[1]).item()
        assert margin > SMALLEST_MARGIN, f"two tokens are {margin} apart after {len(tokens)}: choose another seed"
        tokens.append(best.indices[0].item())
    cached = model.generate(
        torch.tensor([prompt]), max_new_tokens=NEW_TOKENS, do_sample=False, pad_token_id=0, eos_token_id=END
    )
    assert cached[0].tolist() == tokens and END not in tokens[len(prompt) :]
    return tokens[len(prompt) :]


def adamw(model):
    """Ten updates on the same batch, the gradient's norm clipped to 1: matrices decay; gains, biases and the embedding do not."""
    decays = {name: p.dim() > 1 and "embed" not in name for name, p in model.named_parameters()}
    groups = [
        {"params": [p for n, p in model.named_parameters() if decays[n] == yes], "weight_decay": 0.1 * yes}
        for yes in (True, False)
    ]
    optimiser = torch.optim.AdamW(groups, lr=3e-3, betas=(0.9, 0.95), eps=1e-8)
    losses, norms = [], []
    for _ in range(10):
        optimiser.zero_grad()
        loss = batch_loss(model)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optimiser.step()
        losses.append(loss.item())
    return {"losses": losses, "norms": norms}
