"""PEFT on transformers (PyTorch, eager) as a contestant of the benches of LoRA steps, on the CPU or on a card.

Begins with the adapters that the local engine has written, and answers the questions of train/protocol.ts.
"""

import warnings

import peft
import torch
import torch.nn.functional as F
import transformers
from conversation import answer_questions
from sample import sample
from steps import adam_w, timed_steps

# PEFT asks transformers by a name that is going to change.
warnings.filterwarnings("ignore", category=FutureWarning)
transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()


class Training:
    def __init__(self, model, threads, rows, adamW, microBatchTokens, adapters, recompute, device="cpu", **_):
        torch.set_num_threads(threads)
        base = transformers.AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32).to(device)
        self.network = peft.PeftModel.from_pretrained(base, adapters["folder"], is_trainable=True).train()
        if recompute == "always":
            base.activation_checkpointing_enable({"use_reentrant": False})
        tokens = torch.tensor(rows, device=device)
        self.batches = tokens.split(max(1, microBatchTokens // tokens.shape[1]))
        self.trained = tokens[:, 1:].numel()
        self.norm = adamW["maxGradNorm"]
        self.optimiser = adam_w([p for p in self.network.parameters() if p.requires_grad], [], adamW)

    def steps(self, count):
        return timed_steps(count, self.optimiser, self.loss_with_gradient, self.norm)

    def sample(self, **question):
        self.network.eval()
        answer = sample(self.network, **question)
        self.network.train()
        return answer

    def loss_with_gradient(self):
        return sum(self.loss_of(batch) for batch in self.batches)

    def loss_of(self, tokens):
        logits = self.network(input_ids=tokens, use_cache=False).logits
        # The last position has no target. Leaving it out of the logits would copy them.
        targets = F.pad(tokens[:, 1:], (0, 1), value=-100)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum") / self.trained
        loss.backward()
        return loss.item()


def main():
    opened = []

    def open_training(**question):
        opened.append(Training(**question))
        return {}

    answer_questions(
        {
            "open": open_training,
            "steps": lambda count: opened[0].steps(count),
            "sample": lambda **question: opened[0].sample(**question),
        }
    )


main()
