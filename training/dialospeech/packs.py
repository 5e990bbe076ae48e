"""Packs of training data: a list of items beside one file of sound, read where they lie.

A pack is a folder with `items.jsonl` and `audio.i16` (little-endian, 16 kHz). The sound is mapped
into memory, never loaded whole, so hundreds of hours take no more room than the items in use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterator, Optional

import numpy as np

from .config import SAMPLE_RATE, SAMPLES_PER_TOKEN


@dataclass(frozen=True)
class Word:
    """A word of a unit: its symbols (half open) and its seconds in the item."""

    __slots__ = ("text", "first", "last", "start", "end")
    text: str
    first: int
    last: int
    start: float
    end: float


@dataclass(frozen=True)
class Unit:
    """What one speaker says in one go; `start` and `end` are seconds in the item."""

    channel: int
    role: str
    start: float
    end: float
    cut: bool
    text: str
    symbols: tuple[int, ...]
    tones: tuple[int, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Speaker:
    """Who speaks on a channel."""

    id: str
    gender: str
    native: str


@dataclass(frozen=True)
class Item:
    """A dialogue or a monologue: units in order of start, sound at `offset` of its pack."""

    id: str
    split: str
    language: str
    kind: str
    register: str
    channels: int
    frames: int
    offset: int
    speakers: tuple[Speaker, ...]
    units: tuple[Unit, ...]

    @property
    def steps(self) -> int:
        """How many speech tokens each channel has."""
        return self.frames // SAMPLES_PER_TOKEN


@dataclass(frozen=True)
class Pack:
    """One folder of items and their sound."""

    name: str
    items: tuple[Item, ...]
    audio: np.ndarray

    def samples(self, item: Item, channel: int) -> np.ndarray:
        """The sound of one channel of an item, in -1..1."""
        first = item.offset + channel * item.frames
        return self.audio[first : first + item.frames].astype(np.float32) / 32768.0


def _word(record: dict[str, Any]) -> Word:
    return Word(record["text"], record["from"], record["to"], record["start"], record["end"])


def _unit(record: dict[str, Any]) -> Unit:
    return Unit(
        channel=record["channel"],
        role=record["role"],
        start=record["start"],
        end=record["end"],
        cut=bool(record.get("cut", False)),
        text=record["text"],
        symbols=tuple(record["symbols"]),
        tones=tuple(record["tones"]),
        words=tuple(_word(word) for word in record["words"]),
    )


def item_of(record: dict[str, Any]) -> Item:
    """An item of its line in `items.jsonl`, with what would make training go wrong refused."""
    units = tuple(_unit(unit) for unit in record["units"])
    item = Item(
        id=record["id"],
        split=record["split"],
        language=record["language"],
        kind=record["kind"],
        register=record.get("register", ""),
        channels=record["channels"],
        frames=record["frames"],
        offset=record["offset"],
        speakers=tuple(
            Speaker(speaker["id"], speaker.get("gender", ""), speaker.get("native", ""))
            for speaker in record["speakers"]
        ),
        units=units,
    )
    if item.frames % SAMPLES_PER_TOKEN:
        raise ValueError(f"Item {item.id}: {item.frames} samples are no multiple of {SAMPLES_PER_TOKEN}.")
    if len(item.speakers) != item.channels:
        raise ValueError(f"Item {item.id}: {item.channels} channels but {len(item.speakers)} speakers.")
    for unit in units:
        if len(unit.symbols) != len(unit.tones) or not 0 <= unit.channel < item.channels:
            raise ValueError(f"Item {item.id}: the unit '{unit.text}' has tones or a channel of its own.")
    return item


def read_pack(folder: Path) -> Pack:
    """The pack of one folder; a file that is cut off or a bad line is an error that names it."""
    items: list[Item] = []
    with open(folder / "items.jsonl", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                items.append(item_of(json.loads(line)))
            except (KeyError, TypeError, json.JSONDecodeError) as error:
                raise ValueError(f"{folder}/items.jsonl, line {number}: {error!r}.") from error
    audio = np.memmap(folder / "audio.i16", dtype="<i2", mode="r")
    for item in items:
        if item.offset + item.channels * item.frames > len(audio):
            raise ValueError(f"{folder}/audio.i16 ends before item {item.id}: make the pack again.")
    return Pack(folder.name, tuple(items), audio)


def read_packs(data: Path) -> list[Pack]:
    """The packs of a folder, which is a pack itself or holds packs, in order of name."""
    if (data / "items.jsonl").exists():
        return [read_pack(data)]
    # A pack that is still being made has a name that begins with a dot.
    folders = sorted(path.parent for path in data.glob("[!.]*/items.jsonl"))
    if not folders:
        raise FileNotFoundError(
            f"No packs in {data}: make them with `npx tsx training/prepare/main.ts --out {data}`."
        )
    return [read_pack(folder) for folder in folders]


def items_of(
    packs: list[Pack], split: Optional[str] = None, kind: Optional[str] = None
) -> Iterator[tuple[Pack, Item]]:
    """Every item with its pack, of one split or kind or of all."""
    for pack in packs:
        for item in pack.items:
            if split in (None, item.split) and kind in (None, item.kind):
                yield pack, item


def some_of(packs: list[Pack], hours: float, seed: int) -> list[Pack]:
    """The packs with as many items, drawn by chance, as make so many hours; all where there are fewer."""
    places = [(pack.name, item) for pack, item in items_of(packs)]
    left = hours * 3600
    kept: set[tuple[str, str]] = set()
    for index in np.random.default_rng(seed).permutation(len(places)):
        name, item = places[int(index)]
        if left <= 0:
            break
        kept.add((name, item.id))
        left -= item.frames / SAMPLE_RATE
    return [
        replace(pack, items=tuple(item for item in pack.items if (pack.name, item.id) in kept))
        for pack in packs
    ]
