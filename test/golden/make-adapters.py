"""Adapters for the small checkpoints of this folder, as PEFT writes them, and what PEFT computes with them.

    python test/golden/make-adapters.py

Run it after make-golden.py. The files carry the versions that they were made with.
"""

import gzip
import json
import sys
from pathlib import Path

import peft
import torch
import transformers
from transformers import AutoModelForCausalLM

sys.dont_write_bytecode = True
from making.models import COMPLETIONS, PROMPTS, batch_loss, fixed_point, short

folder = Path(__file__).parent
torch.set_num_threads(1)
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

# The first three are the same in every layer, so that training can go on from them; the last is not.
CASES = {
    "qwen3": dict(base="qwen3", r=4, lora_alpha=6, target_modules=ALL),
    "qwen2": dict(base="qwen2", r=3, lora_alpha=5, target_modules=ALL, use_rslora=True),
    "llama": dict(base="llama", r=2, lora_alpha=4, target_modules=["q_proj", "v_proj", "down_proj"]),
    "patterns": dict(
        base="qwen3", r=4, lora_alpha=6, target_modules=r".*\.(q_proj|o_proj|up_proj)",
        rank_pattern={r"layers\.1\.self_attn\.q_proj": 2, "up_proj": 5}, alpha_pattern={"o_proj": 11},
    ),
}


def make_adapters(name, settings, seed):
    settings = dict(settings)
    base = settings.pop("base")
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_pretrained(folder / base, dtype=torch.float32).eval()
    adapted = peft.get_peft_model(model, peft.LoraConfig(task_type="CAUSAL_LM", **settings)).eval()
    own = {name: p for name, p in adapted.named_parameters() if p.requires_grad}
    with torch.no_grad():
        for parameter in own.values():
            # B as well: adapters that begin at 0 would show little.
            parameter.copy_(torch.randn_like(parameter) * 0.15)
    target = folder / "adapters" / name
    target.mkdir(parents=True, exist_ok=True)
    adapted.peft_config["default"].base_model_name_or_path = base
    adapted.save_pretrained(target)
    (target / "README.md").unlink(missing_ok=True)
    logits = [adapted(torch.tensor([p + c])).logits[0].detach() for p, c in zip(PROMPTS, COMPLETIONS)]
    loss = batch_loss(adapted)
    loss.backward()
    expected = {
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__},
        "prompts": PROMPTS, "completions": COMPLETIONS, "logits": [short(rows) for rows in logits], "loss": loss.item(),
        # Saved files leave the adapter's name out.
        "gradients": {name.replace(".default.", "."): fixed_point(p.grad) for name, p in own.items()},
    }
    with gzip.GzipFile(target / "expected.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(expected, separators=(",", ":")).encode())


for seed, (name, settings) in enumerate(CASES.items()):
    make_adapters(name, settings, seed)
