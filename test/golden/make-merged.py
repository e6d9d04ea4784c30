"""Has the adapters of this folder merged into their bases by `critique-coder merge`, lets transformers load what was written,
and keeps the hashes of those files beside the logits: whoever writes the same bytes has a model that transformers reads so.

    python test/golden/make-merged.py

Run it after make-adapters.py, and whenever what `merge` writes has changed; `node` must be the one that the tests run with.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
import transformers
from transformers import AutoModelForCausalLM

sys.dont_write_bytecode = True
from making.models import COMPLETIONS, PROMPTS, short

folder = Path(__file__).parent
program = folder / "../../trainer/cli.ts"
torch.set_num_threads(1)
BASES = {"qwen3": "qwen3", "qwen2": "qwen2", "llama": "llama", "patterns": "qwen3"}


def merged_files(name, base, place):
    """The folder that the command line writes; its tokenizer is another's and of no matter."""
    complete, target = place / f"{name}-base", place / name
    shutil.copytree(folder / base, complete)
    for file in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(folder / "tokenizers" / "qwen3" / file, complete / file)
    options = ["--base", complete, "--adapters", folder / "adapters" / name, "--out", target]
    subprocess.run(["node", program, "merge", *options], check=True)
    return target


def loaded(name, base, place):
    target = merged_files(name, base, place)
    model, report = AutoModelForCausalLM.from_pretrained(target, dtype=torch.float32, output_loading_info=True)
    # transformers fills in what it misses with random numbers, and goes on.
    assert not any(report.values()), report
    logits = [model.eval()(torch.tensor([p + c])).logits[0].detach() for p, c in zip(PROMPTS, COMPLETIONS)]
    hashes = {file: hashlib.sha256((target / file).read_bytes()).hexdigest() for file in ("config.json", "model.safetensors")}
    return {"type": type(model).__name__, "sha256": hashes, "logits": [short(rows) for rows in logits]}


with tempfile.TemporaryDirectory() as place:
    models = {name: loaded(name, base, Path(place)) for name, base in BASES.items()}
expected = {
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
    "prompts": PROMPTS, "completions": COMPLETIONS, "models": models,
}
with gzip.GzipFile(folder / "adapters" / "merged.json.gz", "wb", mtime=0) as file:
    file.write(json.dumps(expected, separators=(",", ":")).encode())
