"""How the speech of each speaker is coloured: the mean and the spread of its mel frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np

from .config import FRAMES_PER_TOKEN
from .crops import Crop, Place, crop_mels, crop_of, training_places
from .packs import Pack
from .vocabulary import SIL

# Units that a speaker's colour is measured on, at most.
UNITS = 32


@dataclass(frozen=True)
class Colour:
    """The mean [80] of the frames of a speaker, and their standard deviation [80]."""

    mean: np.ndarray
    spread: np.ndarray


def speaker_colours(packs: Sequence[Pack], tokens: Mapping[str, Mapping[str, np.ndarray]]) -> dict[str, Colour]:
    """The colour of each speaker of the training, of frames that tokens say are no silence."""
    by_speaker: dict[str, list[Place]] = {}
    for place in training_places(packs):
        by_speaker.setdefault(place.speaker.id, []).append(place)
    return {speaker: _colour(_some(places), tokens) for speaker, places in by_speaker.items()}


def sounding_frames(tokens: np.ndarray) -> np.ndarray:
    """Which frames are no silence, for tokens [.., steps]."""
    return np.repeat(tokens != SIL, FRAMES_PER_TOKEN, axis=-1)


def _some(places: list[Place]) -> list[Place]:
    return [places[int(at)] for at in np.linspace(0, len(places) - 1, min(UNITS, len(places)))]


def _colour(places: list[Place], tokens: Mapping[str, Mapping[str, np.ndarray]]) -> Colour:
    frames = np.concatenate([_sounding(place, tokens) for place in places])
    return Colour(frames.mean(0), frames.std(0))


def _sounding(place: Place, tokens: Mapping[str, Mapping[str, np.ndarray]]) -> np.ndarray:
    crop = Crop(place, place.first, place.frames)
    channel = tokens[place.pack.name][place.item.id][place.unit.channel]
    heard = crop_of(sounding_frames(channel), crop)
    frames = crop_mels([crop])[0].numpy()
    # Where the tokens say that nothing sounds, there is nothing to say how it is coloured.
    return frames[heard] if heard.any() else frames
