"""PyTorch (CPU, eager) as a contestant of the training bench: the decoder of the Qwen3 architecture, AdamW, clipping.

Reads the checkpoint that the local engine reads, and answers the questions of train/protocol.ts.
"""

import json
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from conversation import answer_questions
from safetensors.torch import load_file
from steps import adam_w, timed_steps


class Decoder(torch.nn.Module):
    def __init__(self, folder):
        super().__init__()
        self.config = json.loads((folder / "config.json").read_text())
        weights = load_file(folder / "model.safetensors")
        self.names = list(weights)
        for name, value in weights.items():
            self.register_parameter(name.replace(".", "/"), torch.nn.Parameter(value))
        head = self.config["head_dim"]
        inverse = self.config["rope_theta"] ** (-torch.arange(0, head, 2) / head)
        angles = torch.arange(self.config["max_position_embeddings"])[:, None] * inverse
        angles = torch.cat([angles, angles], -1)
        self.register_buffer("cosines", angles.cos())
        self.register_buffer("sines", angles.sin())

    def weight(self, name):
        return getattr(self, f"{name}.weight".replace(".", "/"))

    def normalise(self, x, name):
        return F.rms_norm(x, (x.shape[-1],), self.weight(name), self.config["rms_norm_eps"])

    def rotate(self, x):
        length, half = x.shape[-2], x.shape[-1] // 2
        turned = torch.cat([-x[..., half:], x[..., :half]], -1)
        return x * self.cosines[:length] + turned * self.sines[:length]

    def attend(self, x, layer):
        rows, length, _ = x.shape
        split = lambda y: y.view(rows, length, -1, self.config["head_dim"])
        q = split(F.linear(x, self.weight(f"{layer}.q_proj")))
        k = split(F.linear(x, self.weight(f"{layer}.k_proj")))
        v = split(F.linear(x, self.weight(f"{layer}.v_proj"))).transpose(1, 2)
        q = self.rotate(self.normalise(q, f"{layer}.q_norm").transpose(1, 2))
        k = self.rotate(self.normalise(k, f"{layer}.k_norm").transpose(1, 2))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return F.linear(y.transpose(1, 2).reshape(rows, length, -1), self.weight(f"{layer}.o_proj"))

    def feed_forward(self, x, layer):
        gate = F.silu(F.linear(x, self.weight(f"{layer}.gate_proj")))
        return F.linear(gate * F.linear(x, self.weight(f"{layer}.up_proj")), self.weight(f"{layer}.down_proj"))

    def forward(self, tokens):
        embedding = self.weight("model.embed_tokens")
        x = F.embedding(tokens, embedding)
        for index in range(self.config["num_hidden_layers"]):
            layer = f"model.layers.{index}"
            x = x + self.attend(self.normalise(x, f"{layer}.input_layernorm"), f"{layer}.self_attn")
            x = x + self.feed_forward(self.normalise(x, f"{layer}.post_attention_layernorm"), f"{layer}.mlp")
        return F.linear(self.normalise(x, "model.norm"), embedding)


class Training:
    # What is ours alone, such as the size of a micro-batch, is passed over.
    def __init__(self, model, threads, rows, adamW, **_):
        torch.set_num_threads(threads)
        self.decoder = Decoder(Path(model))
        self.tokens = torch.tensor(rows)
        self.norm = adamW["maxGradNorm"]
        parameters = dict(self.decoder.named_parameters())
        decayed = [p for name, p in parameters.items() if p.dim() > 1 and "embed_tokens" not in name]
        others = [p for name, p in parameters.items() if p.dim() <= 1 or "embed_tokens" in name]
        self.optimiser = adam_w(decayed, others, adamW)

    def steps(self, count):
        return timed_steps(count, self.optimiser, self.loss_with_gradient, self.norm)

    def loss_with_gradient(self):
        logits = self.decoder(self.tokens)[:, :-1]
        loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), self.tokens[:, 1:].reshape(-1))
        loss.backward()
        return loss.item()


def best_product_speed(threads, sizes, milliseconds):
    torch.set_num_threads(threads)
    best = 0.0
    with torch.no_grad():
        for m, k, n in sizes:
            a, b, y = torch.rand(m, k), torch.rand(k, n), torch.empty(m, n)
            end = time.perf_counter() + milliseconds / 1000
            while time.perf_counter() < end:
                began = time.perf_counter()
                torch.mm(a, b, out=y)
                best = max(best, 2 * m * k * n / (time.perf_counter() - began))
    return {"operationsPerSecond": best}


def main():
    opened = []

    def open_training(**question):
        opened.append(Training(**question))
        return {}

    answer_questions(
        {
            "open": open_training,
            "steps": lambda count: opened[0].steps(count),
            "products": best_product_speed,
        }
    )


main()
