"""The windows that the flow is trained on: exactly those of the runtime.

A window is [clean history | block | look-ahead]. The history is what the runtime has made before,
so it is disturbed a little here; now and then there is none, as at the beginning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

import numpy as np
import torch

from .colours import sounding_frames
from .config import FRAMES_PER_TOKEN, FlowConfig, Settings
from .crops import Crop, Drawer, crop_mels, training_places, validation_places
from .leaning import Lean, Leaner
from .mel import SILENT_MEL
from .packs import Pack, read_packs
from .symbol_times import read_arrays
from .training_loop import best_device
from .vocabulary import SIL

# How often a batch is of the stream's first block, and of a last one that is cut short.
FIRST = 0.12
LAST = 0.1
# Of the history's disturbance, at most, on the normalised scale.
DISTURBANCE = 0.15
# What silence counts: the runtime replaces most of it by digital silence.
SILENCE_WEIGHT = 0.3


@dataclass(frozen=True)
class Windows:
    """A batch: clean mel [B, T, 80], what is known of it [T], tokens, speakers, and what counts [B, T]."""

    mel: torch.Tensor
    history: torch.Tensor
    known: torch.Tensor
    tokens: torch.Tensor
    speaker: torch.Tensor
    weight: torch.Tensor


def window_frames(shape: FlowConfig, random: np.random.Generator) -> tuple[int, int]:
    """How many frames of a window are history, and how many are made."""
    kind = random.random()
    if kind < FIRST:
        return 0, shape.first_block + shape.look_ahead
    block = shape.block
    if kind < FIRST + LAST:
        block = FRAMES_PER_TOKEN * int(random.integers(1, shape.block // FRAMES_PER_TOKEN))
    return shape.history, block + shape.look_ahead


def tokens_of(tokens: np.ndarray, crop: Crop) -> np.ndarray:
    """The tokens [steps] of a crop that begins at a whole token, silence beyond the item."""
    channel = tokens[crop.place.unit.channel]
    first, steps = crop.first // FRAMES_PER_TOKEN, crop.frames // FRAMES_PER_TOKEN
    part = np.full(steps, SIL, dtype=np.int64)
    lower, upper = max(0, first), min(len(channel), first + steps)
    if upper > lower:
        part[lower - first : upper - first] = channel[lower:upper]
    return part


def leant(windows: Windows, lean: Lean) -> Windows:
    """The same windows with their speakers leaning; vectors stay as long as before."""
    share, vector, scale, shift = (
        torch.from_numpy(part).to(windows.mel.device) for part in (lean.share, lean.vector, lean.scale, lean.shift)
    )
    mixed = torch.lerp(windows.speaker, vector, share)
    length = windows.speaker.norm(dim=1, keepdim=True) / mixed.norm(dim=1, keepdim=True).clamp_min(1e-6)
    heard = windows.tokens.ne(SIL).repeat_interleave(FRAMES_PER_TOKEN, dim=1).unsqueeze(2)

    def coloured(mel: torch.Tensor) -> torch.Tensor:
        tinted = (mel * scale.unsqueeze(1) + shift.unsqueeze(1)).clamp_min(SILENT_MEL)
        return torch.where(heard[:, : mel.shape[1]] & share.gt(0).unsqueeze(2), tinted, mel)

    return replace(windows, speaker=mixed * length, mel=coloured(windows.mel), history=coloured(windows.history))


class WindowSource:
    """Draws windows around speech, with the tokens and speaker vectors that earlier steps wrote."""

    def __init__(self, settings: Settings, batch: int) -> None:
        packs = read_packs(settings.data)
        self.shape = settings.config.flow
        self.batch, self.seed = batch, settings.seed
        self.device = best_device()
        self.tokens = {pack.name: read_arrays(settings.run, "tokens", pack, "tokens") for pack in packs}
        self.vectors = {pack.name: read_arrays(settings.run, "speakers", pack, "speakers") for pack in packs}
        self.same = self._vectors_by_speaker(packs)
        self.leaner = Leaner(packs, self.tokens, self.vectors)
        self.training = Drawer(training_places(packs))
        self.validation = Drawer(validation_places(packs))

    def _vectors_by_speaker(self, packs: Sequence[Pack]) -> dict[str, list[np.ndarray]]:
        same: dict[str, list[np.ndarray]] = {}
        for pack in packs:
            for item in pack.items:
                for speaker, vector in zip(item.speakers, self.vectors[pack.name][item.id]):
                    same.setdefault(speaker.id, []).append(vector)
        return same

    def _speaker(self, crop: Crop, random: np.random.Generator) -> np.ndarray:
        """The vector of this speaker: as often as not as heard in another item."""
        place = crop.place
        if random.random() < 0.5:
            known = self.same[place.speaker.id]
            return known[int(random.integers(len(known)))]
        return self.vectors[place.pack.name][place.item.id][place.unit.channel]

    def _draw(self, drawer: Drawer, random: np.random.Generator) -> tuple[list[Crop], Windows]:
        history, made = window_frames(self.shape, random)
        crops = self._crops(drawer, random, history + made)
        return crops, self._windows(crops, history, random)

    def _crops(self, drawer: Drawer, random: np.random.Generator, frames: int) -> list[Crop]:
        drawn = drawer.draw(random, self.batch, frames)
        return [Crop(crop.place, crop.first // FRAMES_PER_TOKEN * FRAMES_PER_TOKEN, frames) for crop in drawn]

    def _windows(self, crops: list[Crop], history: int, random: np.random.Generator) -> Windows:
        tokens = np.stack([tokens_of(self.tokens[crop.place.pack.name][crop.place.item.id], crop) for crop in crops])
        speakers = np.stack([self._speaker(crop, random) for crop in crops]).astype(np.float32)
        mel = crop_mels(crops, self.device)
        known = torch.zeros(mel.shape[1], device=self.device)
        known[:history] = 1.0
        spread = DISTURBANCE * random.random((self.batch, 1, 1))
        noise = random.standard_normal((self.batch, history, mel.shape[2])) * spread
        weight = np.where(sounding_frames(tokens), 1.0, SILENCE_WEIGHT).astype(np.float32)
        return Windows(
            mel=mel,
            history=mel[:, :history] + self._there(noise.astype(np.float32)),
            known=known,
            tokens=self._there(tokens),
            speaker=self._there(speakers),
            weight=self._there(weight) * (1.0 - known),
        )

    def _there(self, values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(values).to(self.device)

    def training_windows(self, iteration: int) -> Windows:
        """The batch of an iteration."""
        random = np.random.default_rng((self.seed, 1, iteration))
        crops, windows = self._draw(self.training, random)
        return leant(windows, self.leaner.draw([crop.place for crop in crops], random))

    def steady_windows(self, number: int) -> tuple[list[Crop], Windows]:
        """A batch of training speech in windows from the middle of a stream, and where they are from."""
        random = np.random.default_rng((self.seed, 3, number))
        shape = self.shape
        crops = self._crops(self.training, random, shape.history + shape.block + shape.look_ahead)
        return crops, self._windows(crops, shape.history, random)

    def validation_windows(self, count: int = 6) -> list[Windows]:
        """Batches to validate on."""
        return [self._draw(self.validation, np.random.default_rng((99, number)))[1] for number in range(count)]
