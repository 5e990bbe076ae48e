"""Judges that tell made sound from true sound, at several resolutions; the vocoder learns to please them.

Differences of spectra are averages, and averages are smooth; what a judge hears is whether sound is
as rough and as sharp as the true one.
"""

from __future__ import annotations

from typing import Sequence

import torch
import torch.nn.functional as F
from torch import nn

from .vocoder_losses import spectra

RESOLUTIONS = (1024, 512, 256)
PERIODS = (3, 7)
SLOPE = 0.1

# What a judge says of each place, and what it noticed on the way.
Verdict = tuple[torch.Tensor, list[torch.Tensor]]


class SpectrumJudge(nn.Module):
    """Listens to complex spectra of one resolution."""

    def __init__(self, length: int, width: int) -> None:
        super().__init__()
        self.length = length
        sizes = [(2, width, (1, 2)), (width, width, (2, 2)), (width, width, (2, 2)), (width, width, (1, 2))]
        self.layers = nn.ModuleList(
            nn.Conv2d(before, after, (3, 5), stride=stride, padding=(1, 2)) for before, after, stride in sizes
        )
        self.out = nn.Conv2d(width, 1, 3, padding=1)

    def forward(self, sound: torch.Tensor) -> Verdict:
        """The verdict on sound [B, n]."""
        turned = spectra(sound, self.length)
        # Loudness is compressed, so that high frequencies are heard too.
        size = (turned.abs() + 1e-3).pow(-0.6)
        x = torch.stack([turned.real * size, turned.imag * size], dim=1).transpose(2, 3)
        return _heard(x, self.layers, self.out)


class PeriodJudge(nn.Module):
    """Listens to every n-th sample side by side."""

    def __init__(self, period: int, width: int) -> None:
        super().__init__()
        self.period = period
        sizes = [(1, width), (width, 2 * width), (2 * width, 2 * width), (2 * width, 2 * width)]
        self.layers = nn.ModuleList(
            nn.Conv2d(before, after, (5, 1), stride=(3, 1), padding=(2, 0)) for before, after in sizes
        )
        self.out = nn.Conv2d(2 * width, 1, (3, 1), padding=(1, 0))

    def forward(self, sound: torch.Tensor) -> Verdict:
        """The verdict on sound [B, n]."""
        whole = sound[:, : sound.shape[1] // self.period * self.period]
        return _heard(whole.view(len(sound), 1, -1, self.period), self.layers, self.out)


def _heard(x: torch.Tensor, layers: nn.ModuleList, out: nn.Module) -> Verdict:
    noticed = []
    for layer in layers:
        x = F.leaky_relu(layer(x), SLOPE)
        noticed.append(x)
    return out(x), noticed


class Judges(nn.Module):
    """All judges."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.each = nn.ModuleList(
            [SpectrumJudge(length, width) for length in RESOLUTIONS]
            + [PeriodJudge(period, width) for period in PERIODS]
        )

    def forward(self, sound: torch.Tensor) -> list[Verdict]:
        """Every judge's verdict on sound [B, n]."""
        return [judge(sound) for judge in self.each]


def judging_loss(true: Sequence[Verdict], made: Sequence[Verdict]) -> torch.Tensor:
    """What the judges want to be small: true sound above 1, made sound below -1 (hinge)."""
    each = [F.relu(1 - yes).mean() + F.relu(1 + no).mean() for (yes, _), (no, _) in zip(true, made)]
    return torch.stack(each).mean()


def pleasing_losses(true: Sequence[Verdict], made: Sequence[Verdict]) -> dict[str, torch.Tensor]:
    """What the vocoder wants to be small: to be taken for true, and to be noticed as true sound is."""
    doubt = torch.stack([F.relu(1 - verdict).mean() for verdict, _ in made]).mean()
    unlike = [
        (ours - theirs.detach()).abs().mean() / theirs.detach().abs().mean().clamp_min(1e-3)
        for (_, yes), (_, no) in zip(true, made)
        for theirs, ours in zip(yes, no)
    ]
    return {"doubt": doubt, "unlike": torch.stack(unlike).mean()}
