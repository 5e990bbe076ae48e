"""The network that hears which phone sounds in each frame."""

from __future__ import annotations

import torch
from torch import nn

from .config import MELS, AlignerConfig

# How much of a class's frequency is taken out of its probability.
PRIOR_POWER = 0.7


class PhoneNetwork(nn.Module):
    """Convolutions over mel frames to log probabilities of symbols (0 is silence).

    It sees few frames to each side on purpose: one that saw whole words would learn the even split
    it is first trained on instead of the sounds.
    """

    def __init__(self, config: AlignerConfig, classes: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width = MELS
        for layer in range(config.layers):
            kernel = config.kernel if layer < 2 else 1 if layer > 2 else 3
            layers += [
                nn.Conv1d(width, config.width, kernel, padding=kernel // 2),
                nn.GELU(),
                nn.BatchNorm1d(config.width),
                nn.Dropout(0.2),
            ]
            width = config.width
        self.layers = nn.Sequential(*layers, nn.Conv1d(width, classes, 1))
        self.register_buffer("log_prior", torch.zeros(classes))

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        """Log probabilities [B, frames, classes] of normalised mel [B, frames, 80]."""
        return self.layers(mel.transpose(1, 2)).transpose(1, 2).float().log_softmax(-1)

    def evidence(self, mel: torch.Tensor) -> torch.Tensor:
        """Log probabilities without what is only the class's frequency."""
        return self(mel) - PRIOR_POWER * self.log_prior
