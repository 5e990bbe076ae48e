"""The extractor of speech tokens: frames in, one code of a finite scalar quantiser for every two out.

What a code must tell is decided by its heads: the phones, the tone, the pitch against the speaker's
own, voicing and loudness. Who speaks is taken out beforehand, as far as a mean spectrum and a
median pitch can, and nothing asks the code for it.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch import nn

from .config import FRAMES_PER_TOKEN, MELS, TokenConfig
from .vocabulary import TONES

# Octaves around the speaker's median that the bins of pitch cover.
PITCH_RANGE = 1.25


class FiniteScalarQuantiser(nn.Module):
    """Each dimension is bounded and rounded to its own number of levels (Mentzer and others, 2023)."""

    def __init__(self, levels: Sequence[int]) -> None:
        super().__init__()
        self.levels = tuple(levels)
        sizes = np.cumprod([1, *levels[:-1]])
        self.register_buffer("level", torch.tensor(levels, dtype=torch.float32), persistent=False)
        self.register_buffer("size", torch.tensor(sizes.tolist(), dtype=torch.int64), persistent=False)

    @property
    def codes(self) -> int:
        """How many codes there are."""
        return int(np.prod(self.levels))

    def forward(self, values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Rounded values in -1..1, through which gradients pass, and the codes."""
        half = (self.level - 1) / 2
        # With an even number of levels the middle lies between two of them.
        middle = torch.where(self.level % 2 == 0, 0.5, 0.0)
        bounded = torch.tanh(values) * (half + 0.499)
        rounded = torch.round(bounded - middle) + middle
        passed = bounded + (rounded - bounded).detach()
        digits = torch.round(rounded + half).clamp_min(0).minimum(self.level - 1).to(torch.int64)
        return passed / half, (digits * self.size).sum(-1)

    def values_of(self, codes: torch.Tensor) -> torch.Tensor:
        """The rounded values of codes."""
        digits = (codes.unsqueeze(-1) // self.size) % self.level.to(torch.int64)
        half = (self.level - 1) / 2
        return (digits.to(torch.float32) - half) / half


class Residual(nn.Module):
    """Two convolutions beside a path that skips them."""

    def __init__(self, width: int, kernel: int = 3) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = nn.Conv1d(width, width, kernel, padding=kernel // 2)
        self.second = nn.Conv1d(width, width, kernel, padding=kernel // 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[B, T, width] to the same shape."""
        inner = self.norm(x).transpose(1, 2)
        return x + self.second(nn.functional.gelu(self.first(inner))).transpose(1, 2)


class TokenExtractor(nn.Module):
    """Mel, pitch and voicing of frames to codes, and codes to what the heads are asked."""

    def __init__(self, config: TokenConfig, symbols: int) -> None:
        super().__init__()
        width = config.width
        self.symbols = symbols
        self.bins = config.pitch_bins
        self.enter = nn.Conv1d(MELS + 2, width, 3, padding=1)
        self.frames = nn.Sequential(*[Residual(width) for _ in range(config.layers - config.layers // 2)])
        self.halve = nn.Conv1d(width, width, 2 * FRAMES_PER_TOKEN, FRAMES_PER_TOKEN, padding=1)
        self.steps = nn.Sequential(*[Residual(width) for _ in range(config.layers // 2)])
        self.narrow = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, len(config.levels)))
        self.quantiser = FiniteScalarQuantiser(config.levels)
        self.widen = nn.Linear(len(config.levels), width)
        self.read = nn.Sequential(nn.GELU(), nn.Linear(width, width), Residual(width), nn.LayerNorm(width))
        asked = FRAMES_PER_TOKEN * (symbols + self.bins + 2) + TONES
        self.heads = nn.Linear(width, asked)

    def encode(self, mel: torch.Tensor, pitch: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Rounded values and codes [B, T / 2] of mel [B, T, 80] and relative pitch [B, T] (NaN unvoiced)."""
        voiced = ~torch.isnan(pitch)
        height = torch.where(voiced, pitch, torch.zeros_like(pitch))
        x = torch.cat([mel, height.unsqueeze(-1), voiced.to(mel.dtype).unsqueeze(-1)], -1)
        x = self.frames(self.enter(x.transpose(1, 2)).transpose(1, 2))
        x = self.steps(self.halve(x.transpose(1, 2)).transpose(1, 2))
        return self.quantiser(self.narrow(x).float())

    def tell(self, values: torch.Tensor) -> dict[str, torch.Tensor]:
        """What the heads read out of the rounded values, frame by frame ([B, T, …]; tones [B, T / 2])."""
        out = self.heads(self.read(self.widen(values))).float()
        batch, steps, _ = out.shape
        frames, tones = out[..., :-TONES], out[..., -TONES:]
        frames = frames.reshape(batch, steps * FRAMES_PER_TOKEN, -1)
        parts = torch.split(frames, [self.symbols, self.bins, 1, 1], -1)
        return {
            "phones": parts[0],
            "pitch": parts[1],
            "voiced": parts[2].squeeze(-1),
            "level": parts[3].squeeze(-1),
            "tones": tones,
        }


def pitch_bin(pitch: torch.Tensor, bins: int) -> torch.Tensor:
    """The bin of a pitch in octaves from the speaker's median; unvoiced frames get any."""
    known = torch.nan_to_num(pitch, nan=0.0)
    return ((known + PITCH_RANGE) / (2 * PITCH_RANGE) * bins).floor().clamp(0, bins - 1).to(torch.int64)


def bin_centres(bins: int) -> torch.Tensor:
    """The pitch in the middle of each bin, in octaves from the speaker's median."""
    return (torch.arange(bins) + 0.5) / bins * 2 * PITCH_RANGE - PITCH_RANGE
