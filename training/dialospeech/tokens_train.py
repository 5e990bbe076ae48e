"""The step `tokens`: learn the extractor, write the tokens of every pack, and tell how good they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F

from .align_train import Labels, crop_labels, labels_of
from .config import FRAMES_PER_TOKEN, HOP, Settings
from .crops import Crop, Drawer, crop_mels, crop_of, training_places, validation_places
from .half_precision import half_precision
from .mel import normalised_mel
from .packs import Item, Pack, read_packs
from .speaker_measures import SpeakerMeasures, measure_speakers, pitch_of_packs
from .symbol_times import has_arrays, read_times, write_arrays
from .tokens_model import TokenExtractor, bin_centres, pitch_bin
from .tokens_probe import probe_tokens
from .training_loop import Loop, best_device, device_of, gradient_update, train
from .vocabulary import SIL, Vocabulary, read_vocabulary

# Silence counts as such from 80 ms on.
SILENT_FRAMES = 4
# What a frame of silence weighs beside one of a phone: most of them become SIL and carry no code.
SILENCE_WEIGHT = 0.2


@dataclass(frozen=True)
class Material:
    """Everything that the extractor learns from."""

    packs: Sequence[Pack]
    labels: Labels
    pitch: Mapping[str, Mapping[str, np.ndarray]]
    speakers: SpeakerMeasures

    def means(self, crops: Sequence[Crop]) -> torch.Tensor:
        """The mean mel frames [B, 1, 80] of those who speak in crops."""
        names = [crop.place.speaker.id for crop in crops]
        return torch.from_numpy(np.stack([self.speakers.mel[name] for name in names])).unsqueeze(1)

    def relative_pitch(self, crops: Sequence[Crop]) -> torch.Tensor:
        """Pitch [B, frames] in octaves from the speaker's median, NaN where unvoiced."""
        parts = []
        for crop in crops:
            place = crop.place
            channel = place.unit.channel
            hertz = crop_of(self.pitch[place.pack.name][place.item.id][channel], crop)
            parts.append(self.speakers.relative_pitch(place.item.speakers[channel].id, hertz))
        return torch.from_numpy(np.stack(parts))


def run(settings: Settings) -> None:
    """Train the extractor, write the tokens of every pack and probe them.

    With no minutes nothing is trained, and only packs that have no tokens yet get them.
    """
    vocabulary = read_vocabulary()
    material = material_of(settings, read_packs(settings.data), vocabulary)
    torch.manual_seed(settings.seed)
    extractor = TokenExtractor(settings.config.tokens, len(vocabulary.symbols)).to(best_device())
    extractor.load_state_dict(_train(settings, material, extractor))
    extractor.eval()
    for pack in material.packs:
        if settings.minutes == 0 and has_arrays(settings.run, "tokens", pack):
            continue
        tokens = {item.id: tokens_of(extractor, material, pack, item) for item in pack.items}
        write_arrays(settings.run / "tokens" / f"{pack.name}.npz", tokens)
    if settings.minutes != 0:
        probe_tokens(settings, material.packs, material.labels, len(vocabulary.symbols))


def material_of(settings: Settings, packs: Sequence[Pack], vocabulary: Vocabulary) -> Material:
    """Labels out of the alignment, pitch, and what is measured of the speakers."""
    times = {pack.name: read_times(settings.run, pack) for pack in packs}
    labels = labels_of(packs, times, vocabulary)
    pitch = pitch_of_packs(settings, packs)
    return Material(packs, labels, pitch, measure_speakers(packs, pitch, labels))


def _train(settings: Settings, material: Material, extractor: TokenExtractor) -> dict[str, torch.Tensor]:
    config = settings.config.tokens
    optimizer = torch.optim.AdamW(extractor.parameters(), lr=config.rate, weight_decay=0.01)
    drawer = Drawer(training_places(material.packs))
    held = Drawer(validation_places(material.packs)).draw(
        np.random.default_rng(0), max(16, config.batch), config.crop
    )

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        random = np.random.default_rng([settings.seed, iteration])
        crops = drawer.draw(random, config.batch, config.crop)
        with half_precision(device_of(extractor)):
            return _losses(extractor, material, crops)[0]

    def validate() -> dict[str, float]:
        extractor.eval()
        with torch.no_grad():
            losses, measures = _losses(extractor, material, held)
        return {**{name: float(value) for name, value in losses.items()}, **measures}

    best = train(
        Loop(
            step="tokens",
            settings=settings,
            state={"model": extractor, "optimizer": optimizer},
            update=gradient_update(extractor, optimizer, loss_of),
            validate=validate,
            iterations=config.iterations,
            validate_every=200,
            warm_up=100,
        )
    )
    return best["model"]


def _losses(
    extractor: TokenExtractor, material: Material, crops: Sequence[Crop]
) -> tuple[dict[str, torch.Tensor], dict[str, float]]:
    """The losses of crops, and what a person would ask: phones right, pitch error, codes in use."""
    labels = [crop_labels(material.labels, crop) for crop in crops]
    phones = torch.from_numpy(np.stack([symbols for symbols, _ in labels]).astype(np.int64))
    tones = torch.from_numpy(np.stack([tones for _, tones in labels]).astype(np.int64))
    device = device_of(extractor)
    phones, tones = phones.to(device), tones.to(device)
    pitch = material.relative_pitch(crops).to(device)
    mel = crop_mels(crops, device) - material.means(crops).to(device)
    values, codes = extractor.encode(mel, pitch)
    told = extractor.tell(values)

    sounding = phones > 0
    weight = torch.where(sounding, 1.0, SILENCE_WEIGHT)
    voiced = ~torch.isnan(pitch) & sounding
    bins = pitch_bin(pitch, extractor.bins)
    level = mel.mean(-1)

    def mean(values: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
        return (values * by).sum() / by.sum().clamp_min(1.0)

    phone = mean(F.cross_entropy(told["phones"].transpose(1, 2), phones, reduction="none"), weight)
    height = mean(F.cross_entropy(told["pitch"].transpose(1, 2), bins, reduction="none"), voiced.float())
    voicing = F.binary_cross_entropy_with_logits(told["voiced"], voiced.float(), reduction="none")
    loudness = mean((told["level"] - level) ** 2, sounding.float())
    tone = F.cross_entropy(told["tones"].transpose(1, 2), tones[:, ::FRAMES_PER_TOKEN], reduction="none")
    tone = mean(tone, sounding[:, ::FRAMES_PER_TOKEN].float())
    losses = {
        "phone": phone,
        "pitch": height,
        "voicing": mean(voicing, weight),
        "loudness": loudness,
        "tone": tone,
    }
    losses["loss"] = phone + 0.3 * height + 0.3 * losses["voicing"] + 0.5 * loudness + 0.3 * tone
    guess = (told["pitch"].softmax(-1) * bin_centres(extractor.bins).to(device)).sum(-1)
    error = 12 * (guess - torch.nan_to_num(pitch)).abs()
    measures = {
        "phones_right": float((told["phones"].argmax(-1) == phones)[sounding].float().mean()),
        "pitch_semitones": float(error[voiced].median()) if voiced.any() else 0.0,
        "codes": float(len(torch.unique(codes[sounding[:, ::FRAMES_PER_TOKEN]]))),
    }
    return losses, measures


def silent_cells(item: Item, channel: int, symbols: np.ndarray) -> np.ndarray:
    """Which tokens of a channel are SIL: no unit sounds there, or a silence of at least 80 ms."""
    silent = symbols == 0
    inside = np.zeros(len(symbols), dtype=bool)
    for unit in item.units:
        if unit.channel == channel:
            first, last = int(unit.start * 50), int(np.ceil(unit.end * 50))
            inside[first:last] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2]):
        if last - first < SILENT_FRAMES:
            silent[first:last] &= ~inside[first:last]
    return silent.reshape(-1, FRAMES_PER_TOKEN).all(1)


def tokens_of(extractor: TokenExtractor, material: Material, pack: Pack, item: Item) -> np.ndarray:
    """The tokens [channels, steps] of an item."""
    rows = []
    device = device_of(extractor)
    for channel, speaker in enumerate(item.speakers):
        hertz = material.pitch[pack.name][item.id][channel].astype(np.float32)
        mel = normalised_mel(pack.samples(item, channel)) - material.speakers.mel[speaker.id]
        pitch = material.speakers.relative_pitch(speaker.id, hertz[: item.frames // HOP])
        with torch.no_grad():
            _, codes = extractor.encode(
                torch.from_numpy(mel).unsqueeze(0).to(device), torch.from_numpy(pitch).unsqueeze(0).to(device)
            )
        symbols = material.labels[(pack.name, item.id, channel)].symbols
        rows.append(np.where(silent_cells(item, channel, symbols), SIL, codes[0].cpu().numpy()))
    return np.stack(rows).astype(np.int16)

