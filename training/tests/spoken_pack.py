"""A small pack of hummed speech: gliding harmonics with pauses, so that networks have something to hear."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

RATE = 16000


def hummed(seconds: float, pitch: float, random: np.random.Generator) -> np.ndarray:
    """Harmonics whose pitch glides by a tenth, with a little noise."""
    count = int(seconds * RATE)
    glide = pitch * (1 + 0.1 * np.sin(np.arange(count) / RATE * 3))
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    sound = sum(np.cos(number * phase + number) / number for number in range(1, 12))
    return (0.1 * sound + 0.003 * random.standard_normal(count)).astype(np.float32)


def write_spoken_pack(folder: Path, items: int = 3) -> None:
    """A pack of items of 4 s, each with two units on one channel; the last one is for validation."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(5)
    lines, sounds = [], []
    for number in range(items):
        sound = np.zeros(4 * RATE, dtype=np.float32)
        units = []
        for start, end in ((0.4, 1.6), (2.2, 3.6)):
            sound[int(start * RATE) : int(end * RATE)] = hummed(end - start, 100 + 40 * number, random)
            units.append(
                {
                    "channel": 0, "role": "turn", "start": start, "end": end, "cut": False, "text": "a",
                    "symbols": [1, 20, 5], "tones": [0, 0, 0],
                    "words": [{"text": "a", "from": 1, "to": 2, "start": start, "end": end}],
                }
            )
        lines.append(
            {
                "id": f"item-{number}", "split": "valid" if number == items - 1 else "train",
                "language": "en", "kind": "monologue", "register": "", "channels": 1,
                "frames": len(sound), "offset": number * len(sound),
                "speakers": [{"id": f"speaker-{number}", "gender": "female", "native": "en"}], "units": units,
            }
        )
        sounds.append(sound)
    (folder / "items.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    (np.concatenate(sounds) * 32767).astype("<i2").tofile(folder / "audio.i16")
