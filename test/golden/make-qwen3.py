"""Makes the golden files of test/golden/qwen3: a small random Qwen3 checkpoint and what PyTorch computes with it.

Run with Python 3.11, torch 2.13.0 and transformers 5.23.0 (CPU, float32):
    python test/golden/make-qwen3.py test/golden/qwen3
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
import transformers
from safetensors.torch import save_file
from transformers import Qwen3Config, Qwen3ForCausalLM

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7)
torch.set_num_threads(1)

config = Qwen3Config(
    vocab_size=48, hidden_size=32, intermediate_size=56, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, head_dim=16, max_position_embeddings=96, rms_norm_eps=1e-6, rope_theta=10000.0,
    tie_word_embeddings=True, eos_token_id=47, attention_dropout=0.0,
)
model = Qwen3ForCausalLM(config).float().eval()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        # Larger than the usual initialisation, so that attention and gates are far from linear.
        parameter.copy_(torch.randn_like(parameter) * (0.3 if parameter.dim() > 1 else 0.2) + (parameter.dim() == 1))
config.save_pretrained(folder)
(folder / "generation_config.json").unlink(missing_ok=True)
weights = {name: value.detach().clone() for name, value in model.named_parameters()}
save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

prompts = [[5, 9, 13, 21, 2], [40, 1, 7]]
completions = [[3, 8, 30, 12], [17, 6]]


def short(numbers):
    """Seven significant digits, which is what float32 carries."""
    return [float(f"{number:.7g}") for number in numbers]


logits, gradients = [], {}
loss = 0.0
for prompt, completion in zip(prompts, completions):
    tokens = torch.tensor([prompt + completion])
    out = model(tokens).logits[0]
    logits.append([short(row) for row in out.detach().tolist()])
    loss = loss + F.cross_entropy(out[len(prompt) - 1 : -1], tokens[0, len(prompt) :], reduction="sum")
loss.backward()
for name, parameter in model.named_parameters():
    gradients[name] = short(parameter.grad.flatten().tolist())

greedy = []
for prompt in prompts:
    out = model.generate(torch.tensor([prompt]), max_new_tokens=64, do_sample=False, pad_token_id=0, eos_token_id=47)
    greedy.append(out[0, len(prompt) :].tolist())

# Ten AdamW updates on the same batch, with the gradient's norm clipped to 1: matrices decay, gains and the embedding do not.
decayed = [p for n, p in model.named_parameters() if p.dim() > 1 and "embed" not in n]
others = [p for n, p in model.named_parameters() if not (p.dim() > 1 and "embed" not in n)]
optimiser = torch.optim.AdamW(
    [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
    lr=3e-3, betas=(0.9, 0.95), eps=1e-8,
)
losses, norms = [], []
for _ in range(10):
    optimiser.zero_grad()
    total = 0.0
    for prompt, completion in zip(prompts, completions):
        tokens = torch.tensor([prompt + completion])
        out = model(tokens).logits[0]
        total = total + F.cross_entropy(out[len(prompt) - 1 : -1], tokens[0, len(prompt) :], reduction="sum")
    total.backward()
    norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
    optimiser.step()
    losses.append(total.item())

(folder / "expected.json").write_text(json.dumps({
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
    "prompts": prompts, "completions": completions, "logits": logits, "loss": loss.item(), "gradients": gradients,
    "greedy": greedy, "adamw": {"losses": losses, "norms": norms},
}))
