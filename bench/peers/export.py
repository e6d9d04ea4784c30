"""transformers (PyTorch on the CPU) as a reader of exported models; answers the questions of export/protocol.ts."""

import torch
import transformers
from conversation import answer_questions

transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()


def read(model, requests, thinking, logits):
    """Writes the logits [position][vocabulary] of each request's prompt into the file that is named for it."""
    network, report = transformers.AutoModelForCausalLM.from_pretrained(
        model, dtype=torch.float32, output_loading_info=True
    )
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)
    prompts = []
    for request, file in zip(requests, logits, strict=True):
        tokens = tokenizer.apply_chat_template(
            [{"role": "user", "content": request}], add_generation_prompt=True, enable_thinking=thinking
        )["input_ids"]
        with torch.inference_mode():
            network.eval()(torch.tensor([tokens])).logits[0].numpy().tofile(file)
        prompts.append(tokens)
    # transformers fills in what it misses with random numbers, and goes on.
    problems = [f"{kind}: {names}" for kind, names in report.items() if names]
    return {"type": type(network).__name__, "tokenizer": type(tokenizer).__name__, "prompts": prompts, "problems": problems}


answer_questions({"read": read})
