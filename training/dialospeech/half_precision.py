"""Matrix products of half precision in training, where the machine does them faster."""

from __future__ import annotations

import functools
import time
from contextlib import nullcontext
from typing import ContextManager

import torch


def half_precision(device: torch.device) -> ContextManager[object]:
    """A context in which a model's forward pass is computed; weights and gradients stay as they are."""
    # PyTorch 1 cannot normalise values of one precision by weights of another.
    old = torch.__version__.startswith("1.")
    if device.type == "cpu" and (old or not _cpu_is_faster()):
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)


@functools.lru_cache(maxsize=1)
def _cpu_is_faster() -> bool:
    """Whether this processor multiplies in bfloat16 at least one and a half times as fast."""
    return 1.5 * _seconds(torch.bfloat16) < _seconds(torch.float32)


def _seconds(kind: torch.dtype) -> float:
    left, right = torch.ones(1024, 256, dtype=kind), torch.ones(256, 1024, dtype=kind)
    best = float("inf")
    for _ in range(4):
        begun = time.process_time()
        left @ right
        best = min(best, time.process_time() - begun)
    return best
