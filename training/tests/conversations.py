"""Conversations made by hand for tests of DiaLM: units of phones at a steady pace, with tokens that tell them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Sequence

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.dialm_data import Source
from dialospeech.packs import Item, Speaker, Unit
from dialospeech.vocabulary import SIL, Backchannel, Vocabulary

STARTS = {"turn": 1, "backchannel": 2, "interruption": 3, "continue": 4}
VOCABULARY = Vocabulary(
    symbols=(
        "<pad>", "<turn>", "<backchannel>", "<interruption>", "<continue>",
        "<.>", "<?>", "<!>", "<cut>", "<,>", "<…>", *(f"en_{letter}" for letter in "abcdefghij"),
    ),
    backchannels=(Backchannel("en", "Mm-hm."), Backchannel("en", "Right."), Backchannel("zh", "嗯。")),
)  # fmt: skip
FIRST_PHONE, PHONES = 11, 10


def spoken(
    channel: int,
    role: str,
    start: float,
    phones: Sequence[int],
    pace: float = 0.08,
    end: str = "<.>",
    text: str = "",
) -> tuple[Unit, np.ndarray]:
    """A unit whose phones follow each other at a pace, and when its symbols begin."""
    symbols = (STARTS[role], *(FIRST_PHONE + phone for phone in phones), VOCABULARY.ids[end])
    starts = start + pace * np.array([0, *range(len(phones)), len(phones)], dtype=np.float32)
    unit = Unit(channel, role, start, float(starts[-1]), end == "<cut>", text, symbols, (0,) * len(symbols), ())
    return unit, starts


def conversation(parts: Sequence[tuple[Unit, np.ndarray]], seconds: float, channels: int = 2) -> Source:
    """An item of units with tokens that say which phone sounds: 10 for each phone, SIL elsewhere."""
    parts = sorted(parts, key=lambda part: part[0].start)
    steps = round(seconds * 25)
    tokens = np.full((channels, steps), SIL, dtype=np.int16)
    middles = (np.arange(steps) + 0.5) / 25
    for unit, starts in parts:
        at = np.searchsorted(starts[1:], middles) - 1
        inside = (at >= 0) & (at < len(unit.symbols) - 2)
        phones = np.array(unit.symbols)[np.clip(at + 1, 0, len(unit.symbols) - 1)] - FIRST_PHONE
        tokens[unit.channel, inside] = (phones * 10 + np.clip(at, 0, None) % 3)[inside]
    speakers = tuple(Speaker(f"s{c}", "female", "en") for c in range(channels))
    item = Item(
        "made", "train", "en", "dialogue" if channels == 2 else "monologue", "", channels, steps * 640, 0, speakers,
        tuple(unit for unit, _ in parts),
    )  # fmt: skip
    vectors = np.eye(16, dtype=np.float32)[:channels]
    return Source(item, tuple(starts for _, starts in parts), tokens, vectors)


def random_conversation(seed: int, seconds: float = 40.0, speaker_width: int = 16) -> Source:
    """Turns that alternate with gaps of .2 s after questions and .6 s after statements."""
    random = np.random.default_rng(seed)
    parts, at, channel = [], 0.3, int(random.integers(2))
    while at < seconds - 6:
        question = bool(random.integers(2))
        phones = random.integers(0, PHONES, size=int(random.integers(5, 40)))
        unit, starts = spoken(channel, "turn", at, [int(p) for p in phones], end="<?>" if question else "<.>")
        parts.append((unit, starts))
        if len(phones) > 20 and random.random() < 0.6:
            middle = at + 0.05 * len(phones)
            parts.append(spoken(1 - channel, "backchannel", middle, [4, 5], text="mm-hm"))
        at = unit.end + (0.2 if question else 0.6) + float(random.normal() * 0.05)
        channel = 1 - channel
    source = conversation(parts, seconds)
    vectors = np.zeros((2, speaker_width), dtype=np.float32)
    vectors[:, :2] = np.eye(2)
    return Source(source.item, source.starts, source.tokens, vectors)
