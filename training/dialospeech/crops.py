"""Pieces of speech drawn out of packs: what the aligner, the tokens and the speakers are trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

import numpy as np
import torch

from .config import FRAME_RATE, HOP, MEL_FFT
from .mel import log_mel_of_padded, normalise
from .packs import Item, Pack, Speaker, Unit, items_of

_MARGIN = (MEL_FFT - HOP) // 2


@dataclass(frozen=True)
class Place:
    """Where a unit sounds, in mel frames of its item."""

    pack: Pack
    item: Item
    unit: Unit
    first: int
    last: int

    @property
    def speaker(self) -> Speaker:
        """Who says the unit."""
        return self.item.speakers[self.unit.channel]

    @property
    def frames(self) -> int:
        """How long the unit is."""
        return self.last - self.first


@dataclass(frozen=True)
class Crop:
    """A stretch of frames of one channel; it may reach beyond the item, where all is silent."""

    place: Place
    first: int
    frames: int


def places_of(packs: Sequence[Pack], split: Optional[str] = None, shortest: int = 1) -> list[Place]:
    """Where every unit of a split sounds; units of fewer frames than `shortest` are left out."""
    places = []
    for pack, item in items_of(list(packs), split):
        for unit in item.units:
            first = int(unit.start * FRAME_RATE)
            last = min(item.frames // HOP, int(np.ceil(unit.end * FRAME_RATE)))
            if last - first >= shortest:
                places.append(Place(pack, item, unit, first, last))
    return places


def validation_places(packs: Sequence[Pack], shortest: int = 1) -> list[Place]:
    """Units to validate on; a sample without such a split is validated on what it is trained on."""
    return places_of(packs, "valid", shortest) or places_of(packs, "train", shortest)


def training_places(packs: Sequence[Pack], shortest: int = 1) -> list[Place]:
    """Units to train on; none is an error."""
    places = places_of(packs, "train", shortest)
    if not places:
        raise ValueError("The packs have no unit of speech in the split 'train'.")
    return places


class Drawer:
    """Draws crops so that every second of speech is as likely as any other."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = list(places)
        self.sums = np.cumsum([place.frames for place in self.places])

    def draw(self, random: np.random.Generator, count: int, frames: int) -> list[Crop]:
        """`count` crops of `frames` frames, each around a moment of speech."""
        moments = random.integers(0, int(self.sums[-1]), count)
        shifts = random.random(count)
        crops = []
        for moment, shift in zip(moments, shifts):
            index = int(np.searchsorted(self.sums, moment, side="right"))
            place = self.places[index]
            at = place.last - int(self.sums[index] - moment)
            crops.append(Crop(place, at - int(shift * frames), frames))
        return crops


def crop_sound(crop: Crop) -> np.ndarray:
    """The sound of a crop with half a mel window on each side, zero beyond the item."""
    item = crop.place.item
    first = crop.first * HOP - _MARGIN
    length = crop.frames * HOP + 2 * _MARGIN
    begin = item.offset + crop.place.unit.channel * item.frames
    lower, upper = max(0, first), min(item.frames, first + length)
    sound = np.zeros(length, dtype=np.float32)
    if upper > lower:
        sound[lower - first : upper - first] = crop.place.pack.audio[begin + lower : begin + upper]
    return sound / 32768.0


def crop_mels(crops: Sequence[Crop], device: torch.device = torch.device("cpu")) -> torch.Tensor:
    """Normalised mel frames [B, frames, 80] of crops of one length."""
    sound = torch.from_numpy(np.stack([crop_sound(crop) for crop in crops])).to(device)
    with torch.no_grad():
        return normalise(log_mel_of_padded(sound))


def crop_of(values: np.ndarray, crop: Crop) -> np.ndarray:
    """The part of an array over the frames of a channel that a crop covers, zero beyond it."""
    part = np.zeros((crop.frames, *values.shape[1:]), dtype=values.dtype)
    lower, upper = max(0, crop.first), min(len(values), crop.first + crop.frames)
    if upper > lower:
        part[lower - crop.first : upper - crop.first] = values[lower:upper]
    return part
