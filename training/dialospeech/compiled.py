"""Compilation of a network's forward pass for training, where the machine can."""

from __future__ import annotations

import os
import shutil
from typing import Callable, TypeVar

import torch

Forward = TypeVar("Forward", bound=Callable[..., object])


def compiled(forward: Forward) -> Forward:
    """The same function, faster from its second call on; as it is where there is no compiler.

    PyTorch 1 has none, and what PyTorch 2 writes for a processor takes one of C++.
    """
    compiler = os.environ.get("CXX", "g++")
    if torch.__version__.startswith("1.") or shutil.which(compiler) is None:
        return forward
    # What cannot be compiled is computed as it was, with a warning.
    torch._dynamo.config.suppress_errors = True
    return torch.compile(forward)
