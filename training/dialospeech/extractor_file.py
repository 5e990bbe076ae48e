"""The extractor of tokens in a file of its own.

What trains on from exported weights needs it; what speaks does not.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from .config import Settings
from .symbol_times import write_arrays
from .tokens_model import TokenExtractor
from .training_loop import load_state
from .vocabulary import read_vocabulary

def write_extractor(settings: Settings) -> None:
    """Keep a run's extractor, in half precision, beside its model."""
    weights = load_state(settings, "tokens")["model"]
    arrays = {name: value.numpy().astype(np.float16) for name, value in weights.items()}
    write_arrays(settings.run / "extractor.npz", arrays)


def read_extractor(settings: Settings, path: Path) -> dict[str, torch.Tensor]:
    """The weights of an extractor of this configuration."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there: give the one that the model was trained with.")
    with np.load(path) as file:
        weights = {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}
    expected = TokenExtractor(settings.config.tokens, len(read_vocabulary().symbols)).state_dict()
    if _shapes(weights) != _shapes(expected):
        raise ValueError(f"{path} is not an extractor of configuration {settings.config.name}.")
    return weights


def _shapes(weights: dict[str, torch.Tensor]) -> dict[str, torch.Size]:
    return {name: value.shape for name, value in weights.items()}
