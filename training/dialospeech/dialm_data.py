"""Batches for DiaLM: windows of lessons, with the texts that they touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

import numpy as np
import torch
from torch import Tensor

from .config import Settings
from .dialm_state import FEATURES
from .packs import Item, Pack, items_of
from .sequences import Lesson, choose_own, make_lesson
from .symbol_times import read_arrays, read_times
from .text_encoder import EncoderInput, TextEncoder
from .vocabulary import CODES, SIL, Vocabulary

WINDOW = 400
"""Steps (16 s) of a training window: attention costs grow with its square."""
VARIANTS = 2
"""How many choices of own backchannels are kept of each item."""
TEXT_GROUPS = 4
"""Texts are encoded in this many groups of like length, so that little is padding."""


@dataclass(frozen=True)
class Source:
    """One item with all that its lessons are made of."""

    item: Item
    starts: tuple[np.ndarray, ...]
    tokens: np.ndarray
    speakers: np.ndarray


@dataclass(frozen=True)
class Batch:
    """Windows [B, 2, T] and the texts that their pointers look into.

    Pointers are 0 for nothing, else 1 + a place among the own symbols of all `texts` in order.
    `weight` is 0 where a step or a stream is not to be learnt from.
    """

    previous: Tensor
    before: Tensor
    features: Tensor
    actions: Tensor
    after: Tensor
    tokens: Tensor
    sounding: Tensor
    weight: Tensor
    speakers: Tensor
    texts: tuple[EncoderInput, ...]


class Lessons:
    """The lessons of some items, made when they are first asked for and kept."""

    def __init__(self, sources: Sequence[Source], vocabulary: Vocabulary, settings: Settings) -> None:
        self.sources = sources
        self._vocabulary = vocabulary
        self._settings = settings
        self._made: dict[tuple[int, int], Lesson] = {}

    def get(self, index: int, variant: int) -> Lesson:
        """Lesson of one source; the variant decides which backchannels are the model's own."""
        if (index, variant) not in self._made:
            source = self.sources[index]
            random = np.random.default_rng([self._settings.seed, index, variant])
            own = choose_own(source.item, self._vocabulary, random)
            self._made[index, variant] = make_lesson(
                source.item, source.starts, source.tokens, own, self._vocabulary, self._settings.config.text
            )
        return self._made[index, variant]


def read_sources(
    packs: Sequence[Pack], settings: Settings, split: Optional[str], kind: Optional[str]
) -> list[Source]:
    """Items of a split and kind with their alignment, tokens and speaker vectors."""
    sources = []
    for pack in packs:
        items = [item for _, item in items_of([pack], split, kind) if item.units]
        if not items:
            continue
        times = read_times(settings.run, pack)
        tokens = read_arrays(settings.run, "tokens", pack, "tokens")
        speakers = read_arrays(settings.run, "speakers", pack, "speakers")
        for item in items:
            if item.id not in tokens or item.id not in speakers or tokens[item.id].shape[1] != item.steps:
                raise ValueError(
                    f"Item {item.id} of pack {pack.name} has no tokens or no speakers: the pack was made anew, "
                    "so run the steps `align`, `tokens` and `speakers` on it again."
                )
            starts = unit_starts(item, times[item.id][:, 0])
            sources.append(Source(item, starts, tokens[item.id], speakers[item.id]))
    return sources


def unit_starts(item: Item, flat: np.ndarray) -> tuple[np.ndarray, ...]:
    """The starts of each unit's symbols out of those of all units in a row."""
    edges = np.cumsum([len(unit.symbols) for unit in item.units])[:-1]
    return tuple(np.maximum.accumulate(part) for part in np.split(flat, edges))


def draw_windows(lessons: Lessons, count: int, random: np.random.Generator) -> Batch:
    """Random windows, long items more often; the channels are swapped in half of them."""
    lengths = np.array([source.item.steps for source in lessons.sources], dtype=np.float64)
    drawn = []
    for index in random.choice(len(lengths), size=count, p=lengths / lengths.sum()):
        lesson = lessons.get(int(index), int(random.integers(VARIANTS)))
        # Windows may begin near the end or at the very beginning, where scripts begin, too.
        first = int(random.integers(-WINDOW // 4, max(1, lesson.steps - WINDOW // 2)))
        drawn.append((int(index), lesson, max(0, first), bool(random.integers(2))))
    return _batch(lessons.sources, drawn)


def fixed_windows(lessons: Lessons, count: int, most: int = 48) -> list[Batch]:
    """The same windows every time, from the beginnings and middles of items, to validate on."""
    drawn = []
    for index in range(len(lessons.sources)):
        lesson = lessons.get(index, 0)
        drawn += [(index, lesson, first, False) for first in range(0, max(1, lesson.steps - 50), WINDOW)]
    chosen = [drawn[i] for i in np.unique(np.linspace(0, len(drawn) - 1, min(most, len(drawn))).astype(int))]
    return [_batch(lessons.sources, chosen[i : i + count]) for i in range(0, len(chosen), count)]


def _batch(sources: Sequence[Source], drawn: Sequence[tuple[int, Lesson, int, bool]]) -> Batch:
    steps = max(min(WINDOW, lesson.steps - first) for _, lesson, first, _ in drawn)
    shape = (len(drawn), 2, steps)
    arrays = {name: np.zeros(shape, dtype=np.int64) for name in ("before", "actions", "after")}
    arrays["previous"] = np.full(shape, SIL, dtype=np.int64)
    arrays["tokens"] = np.full(shape, SIL, dtype=np.int64)
    told = np.zeros((*shape, FEATURES), dtype=np.int64)
    sounding = np.zeros(shape, dtype=bool)
    weight = np.zeros(shape, dtype=np.float32)
    width = sources[drawn[0][0]].speakers.shape[-1]
    speakers = np.zeros((len(drawn), 2, width), dtype=np.float32)
    texts: list[EncoderInput] = []
    total = 0
    for row, (index, lesson, first, swap) in enumerate(drawn):
        source = sources[index]
        order = [1, 0] if swap else [0, 1]
        part = slice(first, min(first + WINDOW, lesson.steps))
        length = part.stop - part.start
        touched, moved = _touched(lesson, part, total)
        texts += touched
        total += sum(text.length for text in touched)
        for name in ("previous", "actions", "tokens"):
            arrays[name][row, :, :length] = getattr(lesson, name)[order, part]
        for name in ("before", "after"):
            arrays[name][row, :, :length] = moved[getattr(lesson, name)[order, part]]
        told[row, :, :length] = lesson.features[order, part]
        sounding[row, :, :length] = lesson.sounding[order, part]
        for place, stream in enumerate(order):
            if stream < source.item.channels:
                weight[row, place, :length] = 1.0
                speakers[row, place] = source.speakers[stream]
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return Batch(
        **tensors,
        features=torch.from_numpy(told),
        sounding=torch.from_numpy(sounding),
        weight=torch.from_numpy(weight),
        speakers=torch.from_numpy(speakers),
        texts=tuple(texts),
    )


def _touched(lesson: Lesson, part: slice, total: int) -> tuple[list[EncoderInput], np.ndarray]:
    """The texts that a window looks into, and what its pointers become after `total` other symbols."""
    ends = np.cumsum([text.length for text in lesson.texts])
    pointers = np.unique(np.concatenate([lesson.before[:, part], lesson.after[:, part]], axis=None))
    used = np.unique(np.searchsorted(ends, pointers[pointers > 0] - 1, side="right"))
    moved = np.zeros(int(ends[-1]) + 1 if len(ends) else 1, dtype=np.int64)
    for text in used:
        length = lesson.texts[text].length
        first = int(ends[text]) - length
        moved[1 + first : 1 + first + length] = np.arange(total + 1, total + 1 + length)
        total += length
    return [lesson.texts[text] for text in used], moved


def encode_texts(encoder: TextEncoder, texts: Sequence[EncoderInput]) -> Tensor:
    """The vectors of all texts' own symbols [1 + symbols, width]; row 0 is zeros, for nothing."""
    device = encoder.symbols.weight.device
    order = sorted(range(len(texts)), key=lambda place: len(texts[place].symbols))
    rows: list[Tensor] = [torch.zeros(0)] * len(texts)
    for group in np.array_split(np.array(order), min(TEXT_GROUPS, len(order))):
        longest = max(len(texts[place].symbols) for place in group)
        ids = np.zeros((3, len(group), longest), dtype=np.int64)
        for row, place in enumerate(group):
            text = texts[place]
            ids[:, row, : len(text.symbols)] = [text.symbols, text.tones, text.roles]
        symbols, tones, roles = torch.from_numpy(ids).to(device)
        vectors = encoder(symbols, tones, roles)
        for row, place in enumerate(group):
            text = texts[place]
            rows[place] = vectors[row, text.first : text.first + text.length]
    nothing = torch.zeros(1, encoder.norm.weight.shape[0], device=device)
    return torch.cat([nothing, *rows])


def disturb(previous: Tensor, share: float, generator: Optional[torch.Generator] = None) -> Tensor:
    """Tokens with a share of the speech among them replaced, as sampling will sometimes err."""
    hit = (torch.rand(previous.shape, generator=generator) < share).to(previous.device) & (previous < CODES)
    other = torch.randint(0, CODES, previous.shape, generator=generator).to(previous.device)
    return torch.where(hit, other, previous)
