"""What PyTorch 1 has to be spared."""

from __future__ import annotations

from contextlib import nullcontext
from typing import ContextManager

import torch


def sure_convolutions() -> ContextManager[object]:
    """A context to train convolutions in: those of oneDNN in PyTorch 1 now and then give gradients that
    are no numbers."""
    if torch.__version__.startswith("1."):
        return torch.backends.mkldnn.flags(enabled=False)
    return nullcontext()
