"""The encoder of text: a vector for each symbol of a unit, from the unit and what surrounds it.

It sees the end of the unit before and the beginning of the unit after in script order, so that
what a turn answers, and what follows it, can shape its timing and its melody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

import torch
from torch import Tensor, nn

from .attention import AttentionLayer, Rotary
from .config import TextConfig
from .vocabulary import TONES

SYMBOL_ROOM = 256
"""Rows in the table of symbols; the vocabulary may grow up to it."""
OWN, BEFORE_SAME, BEFORE_OTHER, AFTER_SAME, AFTER_OTHER = range(5)
ROLES = 5


@dataclass(frozen=True)
class TextUnit:
    """What the encoder needs of a unit."""

    stream: int
    symbols: tuple[int, ...]
    tones: tuple[int, ...]


@dataclass(frozen=True)
class EncoderInput:
    """One unit with its surroundings, as ids; the unit itself lies at `first`..`first + length`."""

    symbols: tuple[int, ...]
    tones: tuple[int, ...]
    roles: tuple[int, ...]
    first: int
    length: int


def encoder_input(
    unit: TextUnit, before: Optional[TextUnit], after: Optional[TextUnit], config: TextConfig
) -> EncoderInput:
    """A unit between the last symbols of the unit before it and the first of the unit after it."""
    symbols: tuple[int, ...] = ()
    tones: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    if before is not None:
        symbols, tones = before.symbols[-config.before :], before.tones[-config.before :]
        roles = (BEFORE_SAME if before.stream == unit.stream else BEFORE_OTHER,) * len(symbols)
    first = len(symbols)
    symbols, tones = symbols + unit.symbols, tones + unit.tones
    roles += (OWN,) * len(unit.symbols)
    if after is not None:
        symbols, tones = symbols + after.symbols[: config.after], tones + after.tones[: config.after]
        roles += (AFTER_SAME if after.stream == unit.stream else AFTER_OTHER,) * (len(symbols) - len(roles))
    return EncoderInput(symbols, tones, roles, first, len(unit.symbols))


def script_inputs(units: Sequence[TextUnit], config: TextConfig) -> list[EncoderInput]:
    """The encoder's input for each unit of a script, in script order."""
    return [
        encoder_input(
            unit,
            units[place - 1] if place > 0 else None,
            units[place + 1] if place + 1 < len(units) else None,
            config,
        )
        for place, unit in enumerate(units)
    ]


class TextEncoder(nn.Module):
    """Symbols, tones and roles [B, N] to vectors [B, N, width]; symbol 0 is padding."""

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.symbols = nn.Embedding(SYMBOL_ROOM, config.width)
        self.tones = nn.Embedding(TONES, config.width)
        self.roles = nn.Embedding(ROLES, config.width)
        self.rotary = Rotary(config.width // config.heads)
        self.layers = nn.ModuleList(
            AttentionLayer(config.width, config.heads, 2 * config.width) for _ in range(config.layers)
        )
        self.norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, symbols: Tensor, tones: Tensor, roles: Tensor) -> Tensor:
        x = self.dropout(self.symbols(symbols) + self.tones(tones) + self.roles(roles))
        turn = self.rotary(torch.arange(symbols.shape[1], device=symbols.device))
        mask = (symbols == 0).to(x.dtype)[:, None, None, :] * -1e9
        for layer in self.layers:
            x = layer(x, turn, mask)
        return self.norm(x)
