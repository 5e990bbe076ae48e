"""When each symbol of a unit sounds, and what that makes of every frame.

`RUN/alignment/<pack>.npz` keeps, for each item, the starts of all symbols of all units in order of
the units, and their ends under `<id>.ends`. A silent symbol ends where it starts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import numpy as np

from .config import FRAME_RATE, HOP
from .packs import Item, Pack, Unit
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Span:
    """A stretch of seconds that a symbol may lie in."""

    start: float
    end: float


def symbol_spans(unit: Unit) -> list[Span]:
    """For every symbol the span of its word; a symbol of no word lies between its neighbours."""
    count = len(unit.symbols)
    spans: list[Span | None] = [None] * count
    for word in unit.words:
        for index in range(word.first, word.last):
            spans[index] = Span(word.start, max(word.start, word.end))
    following = [Span(unit.end, unit.end)] * count
    after = Span(unit.end, unit.end)
    for index in reversed(range(count)):
        following[index] = after
        span = spans[index]
        if span is not None:
            after = span
    filled = []
    before = Span(unit.start, unit.start)
    for index in range(count):
        span = spans[index]
        if span is None:
            filled.append(Span(before.end, max(before.end, following[index].start)))
        else:
            filled.append(span)
            before = span
    return filled


def even_times(unit: Unit, vocabulary: Vocabulary) -> np.ndarray:
    """Starts and ends [symbols, 2] where every word is split evenly among the symbols that sound."""
    spans = symbol_spans(unit)
    times = np.zeros((len(unit.symbols), 2), dtype=np.float32)
    index = 0
    while index < len(spans):
        last = index
        while last < len(spans) and spans[last] == spans[index]:
            last += 1
        group = range(index, last)
        sounding = [i for i in group if unit.symbols[i] not in vocabulary.silent]
        length = (spans[index].end - spans[index].start) / max(1, len(sounding))
        at = spans[index].start
        for i in group:
            times[i, 0] = at
            at += length if i in sounding else 0.0
            times[i, 1] = at
        index = last
    return times


@dataclass(frozen=True)
class FrameLabels:
    """What sounds in each frame of a channel: a symbol (0 is silence) and its tone."""

    symbols: np.ndarray
    tones: np.ndarray


def frame_labels(item: Item, channel: int, times: np.ndarray, vocabulary: Vocabulary) -> FrameLabels:
    """Labels of a channel's frames out of the times [symbols of all units, 2] of its item."""
    count = item.frames // HOP
    symbols = np.zeros(count, dtype=np.int16)
    tones = np.zeros(count, dtype=np.int8)
    edges = np.round(times * FRAME_RATE).astype(int)
    at = 0
    for unit in item.units:
        for index, symbol in enumerate(unit.symbols):
            if unit.channel == channel and symbol not in vocabulary.silent:
                first, last = edges[at + index]
                symbols[first:last] = symbol
                tones[first:last] = unit.tones[index]
        at += len(unit.symbols)
    return FrameLabels(symbols, tones)


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write an .npz under a temporary name and rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.stem}.{os.getpid()}.part")
    with open(temporary, "wb") as file:
        np.savez(file, **arrays)
    os.replace(temporary, path)


def has_arrays(run: Path, kind: str, pack: Pack) -> bool:
    """Whether a pack's arrays of one kind have been written."""
    return (run / kind / f"{pack.name}.npz").exists()


def read_arrays(run: Path, kind: str, pack: Pack, made_by: str) -> dict[str, np.ndarray]:
    """The arrays of a pack of one kind (`alignment`, `tokens` …); what is missing says how to make it."""
    path = run / kind / f"{pack.name}.npz"
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there: run the step `{made_by}` on these packs first.")
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def write_times(run: Path, pack: Pack, times: Mapping[str, np.ndarray]) -> None:
    """Keep the alignment of a pack: times [symbols, 2] of each item by its id."""
    arrays = {}
    for name, value in times.items():
        arrays[name] = value[:, 0].astype(np.float32)
        arrays[f"{name}.ends"] = value[:, 1].astype(np.float32)
    write_arrays(run / "alignment" / f"{pack.name}.npz", arrays)


def read_times(run: Path, pack: Pack) -> dict[str, np.ndarray]:
    """The alignment of a pack: times [symbols, 2] of each item by its id."""
    arrays = read_arrays(run, "alignment", pack, "align")
    return {item.id: np.stack([arrays[item.id], arrays[f"{item.id}.ends"]], 1) for item in pack.items}
