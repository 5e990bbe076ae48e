"""Can the tokens alone be recognised? A small network reads phones and pitch out of them.

It is trained on the tokens of the split `train` and measured on `valid`. What it cannot tell, no
flow can say.
"""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .config import FRAMES_PER_TOKEN, Settings
from .packs import Pack, items_of
from .symbol_times import FrameLabels, read_arrays
from .training_loop import write_log
from .vocabulary import SIL, TOKENS

_CROP = 64
_BATCH = 32


class Probe(nn.Module):
    """Two convolutions over tokens: a phone for each frame by two tokens to either side."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.symbols = symbols
        self.embed = nn.Embedding(TOKENS, 64)
        self.layers = nn.Sequential(
            nn.Conv1d(64, 128, 3, padding=1),
            nn.GELU(),
            nn.Conv1d(128, 128, 3, padding=1),
            nn.GELU(),
            nn.Conv1d(128, symbols * FRAMES_PER_TOKEN, 1),
        )

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Scores [B, T · 2, symbols] of tokens [B, T]."""
        out = self.layers(self.embed(tokens).transpose(1, 2)).transpose(1, 2)
        return out.reshape(len(tokens), -1, self.symbols)


def probe_tokens(
    settings: Settings,
    packs: Sequence[Pack],
    labels: Mapping[tuple[str, str, int], FrameLabels],
    symbols: int,
) -> dict[str, float]:
    """Train the probe, measure it on `valid` (or on `train` in a sample), and log what it finds."""
    torch.manual_seed(settings.seed)
    train = _rows(settings, packs, labels, "train")
    valid = _rows(settings, packs, labels, "valid") or train
    probe = Probe(symbols)
    iterations = settings.config.tokens.probe_iterations
    optimizer = torch.optim.AdamW(probe.parameters(), lr=3e-3)
    lengths = np.array([len(tokens) for tokens, _ in train], dtype=float)
    for iteration in range(iterations):
        random = np.random.default_rng([settings.seed, iteration])
        chosen = random.choice(len(train), _BATCH, p=lengths / lengths.sum())
        tokens, phones = zip(*[_crop(*train[index], random) for index in chosen])
        optimizer.param_groups[0]["lr"] = 3e-3 * max(0.05, 1 - iteration / iterations)
        optimizer.zero_grad()
        scores = probe(torch.from_numpy(np.stack(tokens)))
        target = torch.from_numpy(np.stack(phones))
        losses = F.cross_entropy(scores.transpose(1, 2), target, reduction="none")
        weight = torch.where(target > 0, 1.0, 0.1)
        ((losses * weight).sum() / weight.sum()).backward()
        optimizer.step()
    measures = _measure(probe.eval(), valid)
    record = {"step": "tokens/probe", "iteration": iterations, "seconds": 0.0, "train": {}, "valid": measures}
    write_log(settings, record)
    return measures


Row = tuple[np.ndarray, np.ndarray]


def _rows(
    settings: Settings, packs: Sequence[Pack], labels: Mapping[tuple[str, str, int], FrameLabels], split: str
) -> list[Row]:
    rows = []
    for pack in packs:
        tokens = read_arrays(settings.run, "tokens", pack, "tokens")
        for _, item in items_of([pack], split):
            for channel in range(item.channels):
                phones = labels[(pack.name, item.id, channel)].symbols.astype(np.int64)
                rows.append((tokens[item.id][channel].astype(np.int64), phones))
    return rows


def _crop(tokens: np.ndarray, phones: np.ndarray, random: np.random.Generator) -> Row:
    if len(tokens) < _CROP:
        more = _CROP - len(tokens)
        tokens = np.pad(tokens, (0, more), constant_values=SIL)
        phones = np.pad(phones, (0, more * FRAMES_PER_TOKEN))
    first = int(random.integers(0, len(tokens) - _CROP + 1))
    frame = first * FRAMES_PER_TOKEN
    return tokens[first : first + _CROP], phones[frame : frame + _CROP * FRAMES_PER_TOKEN]


def _measure(probe: Probe, rows: Sequence[Row]) -> dict[str, float]:
    right = total = 0
    counts = np.zeros(TOKENS)
    for tokens, phones in rows:
        with torch.no_grad():
            guess = probe(torch.from_numpy(tokens).unsqueeze(0))[0].argmax(-1).numpy()
        sounding = phones > 0
        right += int((guess == phones)[sounding].sum())
        total += int(sounding.sum())
        counts += np.bincount(tokens, minlength=TOKENS)
    spoken = counts[:SIL] / max(1.0, counts[:SIL].sum())
    entropy = -(spoken[spoken > 0] * np.log(spoken[spoken > 0])).sum()
    return {
        "loss": round(1 - right / max(1, total), 4),
        "phones_right": round(right / max(1, total), 4),
        "codes_in_use": float((counts[:SIL] > 0).sum()),
        "perplexity": round(float(np.exp(entropy)), 1),
        "silence": round(float(counts[SIL] / counts.sum()), 4),
    }
