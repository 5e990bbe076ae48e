"""A toy language for tests: every phone is a steady sound of its own, and its times are known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

SYMBOLS = [
    "<pad>", "<turn>", "<backchannel>", "<interruption>", "<continue>",
    "<.>", "<?>", "<!>", "<cut>", "<,>", "<…>", "<laugh>",
    "en_a", "en_e", "en_s", "en_m", "en_o",
]
PHONES = [12, 13, 14, 15, 16]
PITCH = {"one": 110.0, "two": 190.0, "three": 140.0, "four": 230.0}


def write_vocabulary(path: Path) -> Path:
    """The toy's vocabulary file."""
    record = {"symbols": SYMBOLS, "tones": list(range(8)), "backchannels": [{"language": "en", "text": "mm"}]}
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def phone_sound(phone: int, samples: int, pitch: float, random: np.random.Generator) -> np.ndarray:
    """A phone: harmonics around its two resonances, or hiss."""
    if phone == 14:
        return 0.1 * np.diff(random.standard_normal(samples + 1))
    low, high = {12: (700, 1200), 13: (400, 2200), 15: (250, 1000), 16: (450, 850)}[phone]
    at = np.arange(samples) / 16000
    sound = np.zeros(samples)
    for harmonic in range(1, int(4000 / pitch)):
        hertz = harmonic * pitch
        gain = np.exp(-(((hertz - low) / 150) ** 2)) + 0.5 * np.exp(-(((hertz - high) / 200) ** 2)) + 0.02
        sound += gain * np.sin(2 * np.pi * hertz * at)
    return 0.12 * sound


def write_toy_pack(folder: Path, items: int = 8, seed: int = 0) -> list[np.ndarray]:
    """A pack of two-track items; the true starts of the symbols of each item."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    records, tracks, truth = [], [], []
    offset = 0
    for number in range(items):
        names = [list(PITCH)[number % 4], list(PITCH)[(number + 1) % 4]]
        record, sound, starts = _item(number, names, offset, random)
        records.append(record)
        tracks.append(sound)
        truth.append(np.array(starts))
        offset += sound.size
    (folder / "items.jsonl").write_text("\n".join(json.dumps(record) for record in records) + "\n")
    whole = np.concatenate([track.reshape(-1) for track in tracks])
    np.clip(whole * 32767, -32768, 32767).astype("<i2").tofile(folder / "audio.i16")
    return truth


def _item(
    number: int, names: list[str], offset: int, random: np.random.Generator
) -> tuple[dict, np.ndarray, list[float]]:
    units, pieces, starts = [], [], []
    at = 3200
    for turn in range(4):
        channel = turn % 2
        unit, sound, times = _unit(channel, at, PITCH[names[channel]], random)
        units.append(unit)
        pieces.append((channel, at, sound))
        starts.extend(times)
        at += len(sound) + 3200
    frames = -(-at // 640) * 640
    tracks = np.zeros((2, frames))
    for channel, first, sound in pieces:
        tracks[channel, first : first + len(sound)] = sound
    record = {
        "id": f"toy-{number}", "split": "valid" if number % 4 == 3 else "train", "language": "en",
        "kind": "dialogue", "register": "toy", "channels": 2, "frames": frames, "offset": offset,
        "speakers": [{"id": name, "gender": "female", "native": "en"} for name in names], "units": units,
    }
    return record, tracks, starts


def _unit(
    channel: int, first: int, pitch: float, random: np.random.Generator
) -> tuple[dict, np.ndarray, list[float]]:
    symbols, starts, words, sounds = [1], [first / 16000], [], []
    at = first
    for word in range(3):
        begin, begun = len(symbols), at
        previous = 0
        for _ in range(int(random.integers(2, 4))):
            phone = int(random.choice([p for p in PHONES if p != previous]))
            previous = phone
            length = int(random.integers(5, 13)) * 320
            symbols.append(phone)
            starts.append(at / 16000)
            sounds.append(phone_sound(phone, length, pitch * (1 + 0.1 * word), random))
            at += length
        words.append(
            {"text": "w", "from": begin, "to": len(symbols), "start": begun / 16000, "end": at / 16000}
        )
        if word == 1:
            symbols.append(9)
            starts.append(at / 16000)
            sounds.append(np.zeros(1920))
            at += 1920
    symbols.append(5)
    starts.append(at / 16000)
    unit = {
        "channel": channel, "role": "turn", "start": first / 16000, "end": at / 16000, "cut": False,
        "text": "w w w", "symbols": symbols, "tones": [0] * len(symbols), "words": words,
    }
    return unit, np.concatenate(sounds), starts
