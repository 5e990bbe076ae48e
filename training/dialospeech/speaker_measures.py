"""What is measured of every speaker before tokens are learnt: pitch and mean spectrum.

Pitch is kept as `RUN/pitch/<pack>.npz` (hertz, 0 unvoiced), the speakers' own as
`RUN/pitch/speakers.npz`.
"""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np
import torch

from .config import HOP, MELS, Settings
from .mel import normalised_mel
from .packs import Item, Pack
from .pitch import track_pitch
from .symbol_times import FrameLabels, read_arrays, write_arrays

# Speech frames that are enough to know a speaker's mean by.
_ENOUGH = 6000


def pitch_of_packs(settings: Settings, packs: Sequence[Pack]) -> dict[str, dict[str, np.ndarray]]:
    """Hertz [channels, frames] of every item, read where they were tracked before."""
    found = {}
    for pack in packs:
        path = settings.run / "pitch" / f"{pack.name}.npz"
        if not path.exists():
            tracked = {item.id: _pitch_of(pack, item) for item in pack.items}
            write_arrays(path, tracked)
        found[pack.name] = read_arrays(settings.run, "pitch", pack, "tokens")
    return found


def _pitch_of(pack: Pack, item: Item) -> np.ndarray:
    channels = [pack.samples(item, channel) for channel in range(item.channels)]
    pitch, voiced = track_pitch(torch.from_numpy(np.stack(channels)))
    return torch.where(voiced, pitch, torch.zeros_like(pitch)).numpy().astype(np.float16)


class SpeakerMeasures:
    """The median pitch (log2 of hertz) and the mean mel frame of every speaker."""

    def __init__(self, pitch: Mapping[str, float], mel: Mapping[str, np.ndarray]) -> None:
        self.pitch = dict(pitch)
        self.mel = dict(mel)

    def relative_pitch(self, speaker: str, hertz: np.ndarray) -> np.ndarray:
        """Octaves from the speaker's median, NaN where unvoiced."""
        known = hertz > 0
        octaves = np.log2(np.where(known, hertz, 1.0).astype(np.float32)) - self.pitch[speaker]
        return np.where(known, octaves, np.nan).astype(np.float32)


def measure_speakers(
    packs: Sequence[Pack],
    pitch: Mapping[str, Mapping[str, np.ndarray]],
    labels: Mapping[tuple[str, str, int], FrameLabels],
) -> SpeakerMeasures:
    """Medians and means over each speaker's speech, as far as is enough to know them."""
    heights: dict[str, list[np.ndarray]] = {}
    sums: dict[str, np.ndarray] = {}
    counts: dict[str, int] = {}
    for pack in packs:
        for item in pack.items:
            for channel, speaker in enumerate(item.speakers):
                sounding = labels[(pack.name, item.id, channel)].symbols > 0
                hertz = pitch[pack.name][item.id][channel][: len(sounding)]
                heights.setdefault(speaker.id, []).append(hertz[sounding & (hertz > 0)])
                if counts.get(speaker.id, 0) < _ENOUGH and sounding.any():
                    mel = normalised_mel(pack.samples(item, channel))[: item.frames // HOP]
                    sums[speaker.id] = sums.get(speaker.id, np.zeros(MELS)) + mel[sounding].sum(0)
                    counts[speaker.id] = counts.get(speaker.id, 0) + int(sounding.sum())
    medians = {}
    for speaker, parts in heights.items():
        voiced = np.concatenate(parts).astype(np.float32)
        medians[speaker] = float(np.log2(np.median(voiced))) if len(voiced) else 7.0
    means = {
        speaker: (sums[speaker] / counts[speaker]).astype(np.float32)
        if counts.get(speaker)
        else np.zeros(MELS, dtype=np.float32)
        for speaker in medians
    }
    return SpeakerMeasures(medians, means)
