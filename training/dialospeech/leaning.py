"""Speakers of the training who lean towards others: what is said must not hang on who says it.

Voices between those of the data are asked for, and voices in a language that is foreign to them. A speaker leans in
their vector and as far in the colour of what was recorded, so that the vector alone, and not the tokens, says how
speech is coloured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np

from .colours import Colour, speaker_colours
from .crops import Place
from .packs import Pack, items_of

# How often a speaker leans.
LEANING = 0.25
# How often it is towards a stranger, if there is one: nobody of their native language is heard in the one spoken.
STRANGE = 0.5
# How far, at most, towards others. Nearer than that, it is for their own recordings to say how they sound.
FAMILIAR = 0.5
# How much wider or narrower a band's spread becomes, at most.
STRETCH = 1.5


@dataclass(frozen=True)
class Other:
    """Somebody whom others may lean towards."""

    vector: np.ndarray
    colour: Colour


@dataclass(frozen=True)
class Lean:
    """How far [B, 1] speakers lean towards which vectors [B, V], and the scale and shift [B, 80] of their frames."""

    share: np.ndarray
    vector: np.ndarray
    scale: np.ndarray
    shift: np.ndarray


def recoloured(own: Colour, other: Colour, share: float) -> tuple[np.ndarray, np.ndarray]:
    """The scale and the shift [80] of frames of one speaker for them to be coloured as far as another's."""
    stretch = np.clip(other.spread / np.maximum(own.spread, 1e-6), 1 / STRETCH, STRETCH)
    scale = stretch**share
    return scale, own.mean + share * (other.mean - own.mean) - scale * own.mean


class Leaner:
    """Draws who leans towards whom, always of one gender."""

    def __init__(
        self,
        packs: Sequence[Pack],
        tokens: Mapping[str, Mapping[str, np.ndarray]],
        vectors: Mapping[str, Mapping[str, np.ndarray]],
    ) -> None:
        self.colours = speaker_colours(packs, tokens)
        self.others: dict[tuple[str, str], list[Other]] = {}
        self.strangers: dict[tuple[str, str], list[Other]] = {}
        heard = [
            (speaker, item.language, vector)
            for pack, item in items_of(list(packs), "train")
            for speaker, vector in zip(item.speakers, vectors[pack.name][item.id])
            if speaker.id in self.colours
        ]
        spoken = {(speaker.native, language) for speaker, language, _ in heard}
        languages = sorted({language for _, language in spoken})
        for speaker, _, vector in heard:
            for language in languages:
                kind = self.others if (speaker.native, language) in spoken else self.strangers
                kind.setdefault((speaker.gender, language), []).append(Other(vector, self.colours[speaker.id]))

    def draw(self, places: Sequence[Place], random: np.random.Generator) -> Lean:
        """Who of those who speak at these places leans, towards whom and how far; most do not."""
        drawn = [self._one(place, random) for place in places]
        return Lean(*(np.stack(parts).astype(np.float32) for parts in zip(*drawn)))

    def _one(self, place: Place, random: np.random.Generator) -> tuple[np.ndarray, ...]:
        among = (place.speaker.gender, place.item.language)
        strange = among in self.strangers and random.random() < STRANGE
        known = (self.strangers if strange else self.others)[among]
        other = known[int(random.integers(len(known)))]
        share = (random.random() < LEANING) * random.random() * (1.0 if strange else FAMILIAR)
        scale, shift = recoloured(self.colours[place.speaker.id], other.colour, share)
        return np.array([share]), other.vector, scale, shift
