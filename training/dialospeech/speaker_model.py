"""The speaker encoder: mel frames of a few seconds to one vector of length 1.

A time-delay network with attentive statistics (Okabe and others, 2018), small, since it hears clean
speech alone.
"""

from __future__ import annotations

import torch
from torch import nn

from .config import MELS, SpeakerConfig


class SpeakerEncoder(nn.Module):
    """Normalised mel [B, T, 80] to vectors [B, vector]."""

    def __init__(self, config: SpeakerConfig) -> None:
        super().__init__()
        width = config.width
        layers: list[nn.Module] = []
        entered = MELS
        for kernel, dilation in ((5, 1), (3, 2), (3, 3), (1, 1)):
            layers += [
                nn.Conv1d(entered, width, kernel, dilation=dilation, padding=dilation * (kernel // 2)),
                nn.ReLU(),
                nn.BatchNorm1d(width),
            ]
            entered = width
        self.frames = nn.Sequential(*layers)
        narrow = width // 4
        self.attention = nn.Sequential(nn.Conv1d(width, narrow, 1), nn.Tanh(), nn.Conv1d(narrow, width, 1))
        self.narrow = nn.Sequential(nn.BatchNorm1d(2 * width), nn.Linear(2 * width, config.vector))

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        """The voice of each stretch of sound, whatever its length."""
        frames = self.frames(mel.transpose(1, 2))
        weight = self.attention(frames).softmax(-1)
        mean = (weight * frames).sum(-1)
        spread = ((weight * frames * frames).sum(-1) - mean * mean).clamp_min(1e-4).sqrt()
        vector = self.narrow(torch.cat([mean, spread], 1))
        return vector / vector.pow(2).sum(1, keepdim=True).add(1e-9).sqrt()


class MarginHead(nn.Module):
    """Softmax over speakers whose own angle is made wider by a margin (Deng and others, 2019)."""

    def __init__(self, config: SpeakerConfig, speakers: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(speakers, config.vector) * 0.1)
        self.margin = config.margin
        self.scale = config.scale

    def forward(self, vectors: torch.Tensor, speakers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The loss, and the share of speakers that were told right without the margin."""
        alike = vectors @ nn.functional.normalize(self.weights, dim=1).t()
        own = alike.gather(1, speakers.unsqueeze(1)).clamp(-0.999, 0.999)
        wider = torch.cos(torch.acos(own) + self.margin)
        scores = self.scale * alike.scatter(1, speakers.unsqueeze(1), wider)
        right = (alike.argmax(1) == speakers).float().mean()
        return nn.functional.cross_entropy(scores, speakers), right
