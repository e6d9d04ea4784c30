"""What the contestants of the training benches have in common: the optimiser, and steps that are timed."""

import time

import torch


def adam_w(decayed, others, settings):
    groups = [{"params": decayed, "weight_decay": settings["weightDecay"]}, {"params": others, "weight_decay": 0.0}]
    # The fused kernel is the fastest of PyTorch's three AdamWs.
    return torch.optim.AdamW(
        [group for group in groups if group["params"]],
        lr=settings["learningRate"],
        betas=(settings["beta1"], settings["beta2"]),
        eps=settings["epsilon"],
        fused=True,
    )


def timed_steps(count, optimiser, loss_with_gradient, norm):
    """loss_with_gradient() adds to the gradients and returns the loss."""
    # What a card is asked for is done later, unless it is waited for.
    finished = torch.cuda.synchronize if torch.cuda.is_available() else lambda: None
    milliseconds, losses = [], []
    for _ in range(count):
        began = time.perf_counter()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss_with_gradient())
        torch.nn.utils.clip_grad_norm_([p for group in optimiser.param_groups for p in group["params"]], norm)
        optimiser.step()
        finished()
        milliseconds.append((time.perf_counter() - began) * 1000)
    return {"milliseconds": milliseconds, "losses": losses}
