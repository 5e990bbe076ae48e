"""How near sound made out of mel frames comes to the sound that they are of.

`python -m dialospeech.vocoder_measures --config a --data PACKS --run RUN` prints a table of the
trained vocoder and of Griffin-Lim on units of the validation split, whole and without seams.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Sequence

import numpy as np
import torch

from .config import HOP, Settings, config_named
from .crops import Crop, crop_sound, validation_places
from .griffin_lim import griffin_lim
from .mel import log_mel, log_mel_of_padded, normalise
from .packs import read_packs
from .pitch import correlations, track_pitch
from .vocoder_losses import magnitude, spectra
from .vocoder_model import VocoderModel, sound_of
from .vocoder_polish import trained_vocoder

Maker = Callable[[torch.Tensor], torch.Tensor]
DECIBELS = 20 / np.log(10)
# Frames softer than this against the loudest one say nothing.
AUDIBLE = -50.0


@dataclass(frozen=True)
class Nearness:
    """Differences to the true sound, over audible frames."""

    mel: float
    spectral: float
    pitch: float
    voicing: float
    periodicity: float
    level: float


def nearness(made: torch.Tensor, true: torch.Tensor) -> Nearness:
    """Mel and log-spectral distance and level in dB, pitch in cents, voicing errors, periodicity."""
    ours, theirs = log_mel(made), log_mel(true)
    loud = theirs.mean(dim=2)
    audible = loud > loud.max() + AUDIBLE / DECIBELS
    mel = (ours - theirs).abs().mean(2)[audible].mean() * DECIBELS
    power = magnitude(spectra(true, 1024)) + 1e-4
    difference = (magnitude(spectra(made, 1024)) + 1e-4).log() - power.log()
    heard = power.amax(dim=1) > power.max() * 10 ** (AUDIBLE / 20)
    spectral = ((difference * DECIBELS) ** 2).mean(1).sqrt()[heard].mean()
    pitch, voiced = track_pitch(true)
    found, sounding = track_pitch(made)
    both = voiced & sounding
    cents = (1200 * torch.log2(found / pitch)).abs()[both]
    periodic = (correlations(made).amax(2) - correlations(true).amax(2))[voiced]
    return Nearness(
        mel=float(mel),
        spectral=float(spectral),
        pitch=float(cents.median()) if len(cents) else float("nan"),
        voicing=100 * float((voiced != sounding)[audible].float().mean()),
        periodicity=float((periodic**2).mean().sqrt()) if len(periodic) else float("nan"),
        level=float((made.norm() / true.norm().clamp_min(1e-6)).log() * DECIBELS),
    )


def vocoder_maker(model: VocoderModel) -> Maker:
    """The vocoder in one pass, on its own pitch and phases."""

    def make(mel: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            real, imaginary, _ = model(mel, torch.zeros(len(mel)), torch.zeros(len(mel), dtype=torch.long), 0)
            return sound_of(real, imaginary)

    return make


def measured(settings: Settings, makers: dict[str, Maker], units: int) -> dict[str, Nearness]:
    """The mean of each measure for each maker, on so many units spread over the validation split."""
    places = [place for place in validation_places(read_packs(settings.data)) if place.frames >= 50]
    chosen = [places[index] for index in np.linspace(0, len(places) - 1, min(units, len(places))).astype(int)]
    found: dict[str, list[Nearness]] = {name: [] for name in makers}
    for place in chosen:
        padded = torch.from_numpy(crop_sound(Crop(place, place.first, min(place.frames, 300)))).unsqueeze(0)
        mel = normalise(log_mel_of_padded(padded))
        side = (padded.shape[1] - mel.shape[1] * HOP) // 2
        true = padded[:, side : side + mel.shape[1] * HOP]
        for name, make in makers.items():
            found[name].append(nearness(make(mel), true))
    return {name: mean_nearness(each) for name, each in found.items()}


def mean_nearness(each: Sequence[Nearness]) -> Nearness:
    """The mean of each measure, where it could be taken."""
    fields = ("mel", "spectral", "pitch", "voicing", "periodicity", "level")
    return Nearness(**{field: float(np.nanmean([getattr(one, field) for one in each])) for field in fields})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m dialospeech.vocoder_measures", description=__doc__)
    parser.add_argument("--config", default="a")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--units", type=int, default=24)
    asked = parser.parse_args()
    settings = Settings(config_named(asked.config), asked.data, asked.run)
    makers = {"vocoder": vocoder_maker(trained_vocoder(settings)), "Griffin-Lim": griffin_lim}
    print("| | mel, dB | spectrum, dB | pitch, cents | voicing, % | periodicity | level, dB |")
    print("|---|---|---|---|---|---|---|")
    for name, near in measured(settings, makers, asked.units).items():
        print(
            f"| {name} | {near.mel:.2f} | {near.spectral:.2f} | {near.pitch:.1f} | {near.voicing:.1f} "
            f"| {near.periodicity:.3f} | {near.level:+.2f} |"
        )


if __name__ == "__main__":
    main()
