"""transformers (PyTorch) as a contestant that decodes and judges.

Answers the questions of sample/protocol.ts and model/protocol.ts.
"""

import time

import torch
import transformers
from conversation import answer_questions

transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()


def open_model(model, threads, **_room):
    torch.set_num_threads(threads)
    return transformers.AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32).eval()


def sample(model, prompts, count, newTokens, temperature, seed):
    """All prompts in one call, padded on the left, as generate wants them."""
    torch.manual_seed(seed)
    longest = max(map(len, prompts))
    tokens = torch.tensor([[0] * (longest - len(prompt)) + prompt for prompt in prompts])
    mask = torch.tensor([[0] * (longest - len(prompt)) + [1] * len(prompt) for prompt in prompts])
    tokens, mask = tokens.to(model.device), mask.to(model.device)
    choice = {"do_sample": True, "temperature": temperature, "top_k": 0, "top_p": 1.0} if temperature > 0 else {"do_sample": False}
    began = time.perf_counter()
    with torch.inference_mode():
        out = model.generate(
            input_ids=tokens,
            attention_mask=mask,
            max_new_tokens=newTokens,
            min_new_tokens=newTokens,
            num_return_sequences=count,
            pad_token_id=0,
            use_cache=True,
            **choice,
        )
    milliseconds = (time.perf_counter() - began) * 1000
    return {"milliseconds": milliseconds, "tokens": out[:, longest:].view(len(prompts), count, -1).tolist()}


def verdict(model, prompt, correct, incorrect, logits=None):
    """Reads the prompt once; only the last token's logits are computed, as with us."""
    began = time.perf_counter()
    with torch.inference_mode():
        row = model(torch.tensor([prompt]), logits_to_keep=1, use_cache=False).logits[0, -1]
    milliseconds = (time.perf_counter() - began) * 1000
    if logits is not None:
        row.numpy().tofile(logits)
    return {"milliseconds": milliseconds, "logit": (row[correct] - row[incorrect]).item()}


def main():
    opened = []

    def open_engine(**question):
        opened.append(open_model(**question))
        return {}

    answer_questions(
        {
            "open": open_engine,
            "sample": lambda **question: sample(opened[0], **question),
            "verdict": lambda **question: verdict(opened[0], **question),
        }
    )


if __name__ == "__main__":
    main()
