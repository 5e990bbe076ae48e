"""A recogniser of phones that measures the model and has no part in it.

No recogniser of Mandarin can be had offline, so this one is trained on voices that the model was not
trained on. It hears phones, with the tone of each final, and knows no words: what it reads is what
sounds, not what is likely to be said.
"""

from __future__ import annotations

from typing import Sequence

import torch
from torch import nn

from .config import MELS
from .vocabulary import Vocabulary

WIDTH = 192
# Frames between the taps of the blocks: together they see a third of a second to each side.
DILATIONS = (1, 2, 4, 1, 2, 4)
# Initials have no tone; every other Mandarin sound has one of five, or none beside one that has.
INITIALS = frozenset(
    f"zh_{name}" for name in "b p m f d t n l g k h j q x zh ch sh r z c s".split()
)
BLANK = 0

PhoneClass = tuple[str, int]


class PhoneClasses:
    """What can be heard: a phone, or a final with its tone. 0 is nothing new."""

    def __init__(self, classes: Sequence[PhoneClass]) -> None:
        self.classes = list(classes)
        self.index = {one: number for number, one in enumerate(self.classes, start=1)}

    @property
    def count(self) -> int:
        """With the blank."""
        return len(self.classes) + 1

    def of(self, symbol: str, tone: int) -> int:
        """The class of a symbol; 0 of one that is no sound."""
        return self.index.get((symbol, tone), self.index.get((symbol, 0), BLANK))


def classes_of(vocabulary: Vocabulary) -> PhoneClasses:
    """Everything that the symbols of a vocabulary may sound as."""
    found: list[PhoneClass] = []
    for symbol in vocabulary.symbols:
        if symbol.startswith("<"):
            continue
        toned = symbol.startswith("zh_") and symbol not in INITIALS
        found.extend((symbol, tone) for tone in (range(6) if toned else range(1)))
    return PhoneClasses(found)


class PhoneRecogniser(nn.Module):
    """Normalised mel frames to log probabilities of what begins to sound in each."""

    def __init__(self, classes: int, width: int = WIDTH) -> None:
        super().__init__()
        self.enter = nn.Sequential(nn.Conv1d(MELS, width, 5, padding=2), nn.BatchNorm1d(width), nn.GELU())
        self.blocks = nn.ModuleList(_block(width, dilation) for dilation in DILATIONS)
        self.leave = nn.Conv1d(width, classes, 1)

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        """Log probabilities [B, T, classes] of frames [B, T, 80]."""
        frames = self.enter(mel.transpose(1, 2))
        for block in self.blocks:
            frames = frames + block(frames)
        return self.leave(frames).transpose(1, 2).float().log_softmax(-1)


def _block(width: int, dilation: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation),
        nn.BatchNorm1d(width),
        nn.GELU(),
        nn.Dropout(0.1),
    )


def read_phones(scores: torch.Tensor) -> list[int]:
    """The classes along the likeliest path through scores [T, classes], each once."""
    best = scores.argmax(-1).tolist()
    return [one for one, before in zip(best, [BLANK, *best]) if one not in (BLANK, before)]


def edits(truth: Sequence[int], heard: Sequence[int]) -> int:
    """Substitutions, deletions and insertions that turn the truth into what was heard."""
    row = list(range(len(heard) + 1))
    for number, one in enumerate(truth, start=1):
        diagonal, row[0] = row[0], number
        for column, other in enumerate(heard, start=1):
            diagonal, row[column] = row[column], min(
                diagonal + (one != other), row[column] + 1, row[column - 1] + 1
            )
    return row[-1]
