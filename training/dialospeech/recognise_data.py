"""Stretches of speech and the phones in them: what the recogniser learns from and is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Sequence

import numpy as np
import torch

from .config import FRAME_RATE, MEL_DEVIATION, MELS
from .mel import SILENT_MEL, normalised_mel
from .packs import Item, Pack, Unit, items_of
from .recognise_model import BLANK, PhoneClasses
from .vocabulary import Vocabulary

# Seconds that a stretch has at most, and that are kept on both sides of a whole unit.
LONGEST = 4.0
MARGIN = 0.08


@dataclass(frozen=True)
class Stretch:
    """Words in a row: mel frames, the phones in order, and a first guess of the phone in each frame."""

    speaker: str
    language: str
    mel: np.ndarray
    phones: tuple[int, ...]
    frames: np.ndarray


def stretches_of(
    packs: Sequence[Pack], splits: Sequence[str], classes: PhoneClasses, vocabulary: Vocabulary
) -> list[Stretch]:
    """All stretches of some splits, in order."""
    found = []
    for split in splits:
        for pack, item in items_of(list(packs), split):
            found.extend(stretches_of_item(pack, item, classes, vocabulary))
    return found


def stretches_of_item(
    pack: Pack, item: Item, classes: PhoneClasses, vocabulary: Vocabulary
) -> Iterator[Stretch]:
    """The stretches of one item, channel by channel."""
    for channel in range(item.channels):
        mel = normalised_mel(pack.samples(item, channel)).astype(np.float16)
        for unit in item.units:
            if unit.channel != channel or not unit.words:
                continue
            for first, last in _runs(unit):
                yield _stretch(item, unit, (first, last), mel, classes, vocabulary)


def _runs(unit: Unit) -> Iterator[tuple[int, int]]:
    """Runs of words, half open, none longer than a stretch may be, as even as may be."""
    words = unit.words
    count = max(1, int(np.ceil((words[-1].end - words[0].start) / LONGEST)))
    edges = [round(part * len(words) / count) for part in range(count + 1)]
    for first, last in zip(edges, edges[1:]):
        if last > first:
            yield first, last


def _stretch(
    item: Item,
    unit: Unit,
    run: tuple[int, int],
    mel: np.ndarray,
    classes: PhoneClasses,
    vocabulary: Vocabulary,
) -> Stretch:
    words = unit.words[run[0] : run[1]]
    begin = words[0].start - (MARGIN if run[0] == 0 else 0.0)
    end = words[-1].end + (MARGIN if run[1] == len(unit.words) else 0.0)
    first = max(0, int(round(begin * FRAME_RATE)))
    last = min(len(mel), int(round(end * FRAME_RATE)))
    frames = np.zeros(last - first, dtype=np.int64)
    phones: list[int] = []
    for word in words:
        own = [
            classes.of(vocabulary.symbols[unit.symbols[at]], unit.tones[at])
            for at in range(word.first, word.last)
        ]
        own = [one for one in own if one != BLANK]
        phones.extend(own)
        # Each phone of a word gets the same share of it: close enough to begin with.
        edges = np.linspace(word.start, word.end, len(own) + 1) * FRAME_RATE - first
        for one, lower, upper in zip(own, edges, edges[1:]):
            frames[max(0, int(round(lower))) : max(0, int(round(upper)))] = one
    return Stretch(item.speakers[unit.channel].id, item.language, mel[first:last], tuple(phones), frames)


@dataclass(frozen=True)
class Batch:
    """Stretches of one batch, as long as the longest."""

    mel: torch.Tensor
    lengths: torch.Tensor
    frames: torch.Tensor
    phones: torch.Tensor
    counts: torch.Tensor


def batch_of(stretches: Sequence[Stretch], mels: Sequence[np.ndarray]) -> Batch:
    """Stretches with their mel frames (which may be changed ones), silence behind the shorter."""
    longest = max(len(mel) for mel in mels)
    mel = np.full((len(mels), longest, MELS), SILENT_MEL, dtype=np.float32)
    frames = np.zeros((len(mels), longest), dtype=np.int64)
    for row, (stretch, own) in enumerate(zip(stretches, mels)):
        mel[row, : len(own)] = own
        frames[row, : len(own)] = stretch.frames
    return Batch(
        mel=torch.from_numpy(mel),
        lengths=torch.tensor([len(own) for own in mels]),
        frames=torch.from_numpy(frames),
        phones=torch.tensor([one for stretch in stretches for one in stretch.phones]),
        counts=torch.tensor([len(stretch.phones) for stretch in stretches]),
    )


def vary(mel: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Another throat, level and line: few voices are held out, and the recogniser has to know others."""
    scale = float(np.exp(random.normal(0, 0.06)))
    places = np.clip(np.arange(MELS) * scale, 0, MELS - 1)
    lower = np.minimum(places.astype(int), MELS - 2)
    share = (places - lower).astype(np.float32)
    values = mel.astype(np.float32)
    values = values[:, lower] * (1 - share) + values[:, lower + 1] * share
    values = values + random.normal(0, 0.3) + random.normal(0, 0.15) * np.linspace(-1, 1, MELS)
    floor = random.uniform(SILENT_MEL, SILENT_MEL + 1.6)
    values = np.logaddexp(values * MEL_DEVIATION, floor * MEL_DEVIATION) / MEL_DEVIATION
    values = values + random.normal(0, random.uniform(0, 0.15), values.shape)
    band = int(random.integers(0, MELS - 8))
    values[:, band : band + int(random.integers(0, 9))] = values.mean()
    if len(values) > 20:
        at = int(random.integers(0, len(values) - 6))
        values[at : at + int(random.integers(0, 6))] = floor
    return values.astype(np.float32)
