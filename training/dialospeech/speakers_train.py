"""The step `speakers`: learn to hear who speaks, and write every speaker's vector.

`RUN/speakers/<pack>.npz` keeps one vector for each channel of each item, `RUN/speakers/all.json`
the mean of each speaker and what is known of them.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Sequence

import numpy as np
import torch

from .config import FRAME_RATE, Settings
from .crops import Crop, Drawer, Place, crop_mels, places_of, training_places, validation_places
from .half_precision import half_precision
from .packs import Item, Pack, read_packs
from .speaker_export import read_encoder
from .speaker_model import MarginHead, SpeakerEncoder
from .speaker_similarity import Heard, measure_similarity
from .symbol_times import write_arrays
from .training_loop import Loop, best_device, device_of, gradient_update, train

SHORTEST = 25
# Crops that a speaker is known by in an item, and for measuring.
CROPS_AN_ITEM = 6
CROPS_A_SPEAKER = 12
CROP = 150


def run(settings: Settings) -> None:
    """Train the encoder and write the vectors of every pack (with no minutes, without training)."""
    packs = read_packs(settings.data)
    if settings.minutes != 0:
        _train(settings, packs)
    encoder = read_encoder(settings)
    everyone: dict[str, KnownSpeaker] = {}
    for pack in packs:
        vectors = {item.id: _vectors_of(encoder, pack, item) for item in pack.items}
        write_arrays(settings.run / "speakers" / f"{pack.name}.npz", vectors)
        for item in pack.items:
            _remember(everyone, item, vectors[item.id])
    _write_everyone(settings, everyone)


class _Both(torch.nn.Module):
    """The encoder and its head, trained as one."""

    def __init__(self, settings: Settings, speakers: int) -> None:
        super().__init__()
        self.encoder = SpeakerEncoder(settings.config.speaker)
        self.head = MarginHead(settings.config.speaker, speakers)


def _train(settings: Settings, packs: Sequence[Pack]) -> None:
    config = settings.config.speaker
    torch.manual_seed(settings.seed)
    by_speaker: dict[str, list[Place]] = {}
    for place in training_places(packs, SHORTEST):
        by_speaker.setdefault(place.speaker.id, []).append(place)
    names = sorted(by_speaker)
    drawers = [Drawer(by_speaker[name]) for name in names]
    device = best_device()
    both = _Both(settings, len(names)).to(device)
    optimizer = torch.optim.AdamW(both.parameters(), lr=config.rate, weight_decay=0.02)
    held = _held_crops(packs)

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        random = np.random.default_rng([settings.seed, iteration])
        frames = int(random.integers(FRAME_RATE, 4 * FRAME_RATE + 1))
        chosen = random.integers(0, len(names), config.batch)
        crops = [drawers[index].draw(random, 1, frames)[0] for index in chosen]
        # Louder or softer, and a little brighter or darker: neither is who speaks.
        gain = torch.from_numpy(random.normal(0, 0.3, (config.batch, 1, 1)).astype(np.float32))
        with half_precision(device):
            vectors = both.encoder(crop_mels(crops, device) + gain.to(device)).float()
        loss, right = both.head(vectors, torch.from_numpy(chosen).to(device))
        return {"loss": loss, "right": right}

    def validate() -> dict[str, float]:
        both.encoder.eval()
        return measure_similarity(_heard(both.encoder, held))

    train(
        Loop(
            step="speakers",
            settings=settings,
            state={"model": both.encoder, "head": both.head, "optimizer": optimizer},
            update=gradient_update(both, optimizer, loss_of),
            validate=validate,
            iterations=config.iterations,
            validate_every=250,
            warm_up=100,
        )
    )


def _held_crops(packs: Sequence[Pack]) -> list[Crop]:
    """The same number of crops of every speaker to validate on."""
    by_speaker: dict[str, list[Place]] = {}
    for place in validation_places(packs, SHORTEST):
        by_speaker.setdefault(f"{place.speaker.id} {place.item.language}", []).append(place)
    random = np.random.default_rng(0)
    return [
        crop
        for name in sorted(by_speaker)
        for crop in Drawer(by_speaker[name]).draw(random, CROPS_A_SPEAKER, CROP)
    ]


def _heard(encoder: SpeakerEncoder, crops: Sequence[Crop]) -> list[Heard]:
    heard = []
    for first in range(0, len(crops), 64):
        part = crops[first : first + 64]
        with torch.no_grad():
            vectors = encoder(crop_mels(part, device_of(encoder))).cpu().numpy()
        for crop, vector in zip(part, vectors):
            speaker = crop.place.speaker
            heard.append(Heard(speaker.id, speaker.gender, crop.place.item.language, vector))
    return heard


def _vectors_of(encoder: SpeakerEncoder, pack: Pack, item: Item) -> np.ndarray:
    """One vector [channels, size] for each channel; zeros where it has no speech."""
    rows = []
    for channel in range(item.channels):
        one = Pack(pack.name, (item,), pack.audio)
        places = [place for place in places_of([one], shortest=SHORTEST) if place.unit.channel == channel]
        places = places or [place for place in places_of([one]) if place.unit.channel == channel]
        if not places:
            rows.append(np.zeros(encoder.narrow[1].out_features, dtype=np.float32))
            continue
        crops = Drawer(places).draw(np.random.default_rng(0), CROPS_AN_ITEM, CROP)
        with torch.no_grad():
            mean = encoder(crop_mels(crops)).mean(0)
        rows.append((mean / mean.norm()).numpy())
    return np.stack(rows)


@dataclass
class KnownSpeaker:
    """What is gathered of a speaker over the items."""

    gender: str
    native: str
    split: str
    languages: set[str] = field(default_factory=set)
    seconds: float = 0.0
    vector: np.ndarray = field(default_factory=lambda: np.zeros(0))


def _remember(everyone: dict[str, KnownSpeaker], item: Item, vectors: np.ndarray) -> None:
    for channel, speaker in enumerate(item.speakers):
        seconds = sum(unit.end - unit.start for unit in item.units if unit.channel == channel)
        known = everyone.get(speaker.id)
        if known is None:
            known = KnownSpeaker(speaker.gender, speaker.native, item.split)
            known.vector = np.zeros(vectors.shape[1])
            everyone[speaker.id] = known
        known.languages.add(item.language)
        known.seconds += seconds
        known.vector = known.vector + seconds * vectors[channel]


def _write_everyone(settings: Settings, everyone: dict[str, KnownSpeaker]) -> None:
    records = []
    for name in sorted(everyone):
        known = everyone[name]
        vector = known.vector / max(1e-9, float(np.linalg.norm(known.vector)))
        records.append(
            {
                "id": name,
                "gender": known.gender,
                "native": known.native,
                "split": known.split,
                "languages": sorted(known.languages, key=lambda language: language != known.native),
                "seconds": round(known.seconds, 1),
                "vector": [round(float(value), 5) for value in vector],
            }
        )
    path = settings.folder("speakers") / "all.json"
    temporary = path.with_name(f"all.{os.getpid()}.part")
    temporary.write_text(json.dumps(records), encoding="utf-8")
    os.replace(temporary, path)
