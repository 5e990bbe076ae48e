"""The first stage of the vocoder: mels of true sound to that sound, with its pitch and phases told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from .config import HOP, Settings
from .crops import Drawer, crop_sound, training_places, validation_places
from .half_precision import half_precision
from .mel import denormalise, log_mel_of_padded, normalise
from .packs import read_packs
from .pitch import class_of_pitch, fundamental_phases, refined, track_pitch
from .training_loop import Loop, best_device, gradient_update, train
from .vocoder_losses import mel_loss, pitch_loss, spectral_losses
from .vocoder_model import Source, VocoderModel, sound_of

# Weights of the losses, by name.
WEIGHTS = {"spectral": 1.0, "mel": 0.5, "phase": 0.5, "complex": 0.1, "pitch": 0.1, "voicing": 0.5}


@dataclass(frozen=True)
class Batch:
    """Sound with its mel frames and what is known of its voice."""

    sound: torch.Tensor
    mel: torch.Tensor
    source: Source
    frame: torch.Tensor


def heard_source(sound: torch.Tensor) -> Source:
    """The voice in true sound [B, n]: pitch, phase and where it sounds."""
    pitch, voiced = track_pitch(sound)
    phases = fundamental_phases(sound, pitch)
    return Source(refined(pitch, phases, voiced), phases, voiced.to(sound.dtype))


def batch_of(
    padded: np.ndarray, random: np.random.Generator, device: torch.device, gains: bool = True
) -> Batch:
    """A batch of sound that has half a mel window more on each side, at a random level or its own."""
    levels = 10.0 ** random.uniform(-0.6, 0.2, (len(padded), 1)) if gains else np.ones((len(padded), 1))
    peaks = np.abs(padded).max(axis=1, keepdims=True)
    loud = torch.from_numpy((padded * np.minimum(levels, 0.99 / np.maximum(peaks, 1e-3))).astype(np.float32))
    loud = loud.to(device)
    frames = padded.shape[1] // HOP - 2
    side = (loud.shape[1] - frames * HOP) // 2
    sound = loud[:, side : side + frames * HOP]
    with torch.no_grad():
        mel = normalise(log_mel_of_padded(loud))
        source = heard_source(sound)
    return Batch(sound, mel, source, torch.from_numpy(random.integers(0, 1000, len(padded))).to(device))


def losses_of(model: VocoderModel, batch: Batch) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    """The losses of a batch, and the sound that was made."""
    with half_precision(batch.mel.device):
        features = model.features(batch.mel)
    told = model.told(batch.mel, features.float())
    real, imaginary = model.harmonics(told, batch.source)
    noise_real, noise_imaginary = model.rustle(told, batch.frame)
    voice = sound_of(real * model.signs, imaginary * model.signs)
    sound = voice + sound_of(noise_real * model.signs, noise_imaginary * model.signs)
    losses = {
        **spectral_losses(sound, voice, batch.sound),
        "mel": mel_loss(sound, denormalise(batch.mel)),
        **pitch_loss(
            told.pitch_logits, told.voiced_logits, class_of_pitch(batch.source.pitch), batch.source.voiced
        ),
    }
    losses["loss"] = torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum()
    return losses, sound


class Batches:
    """Draws of training, and the same draws of validation every time."""

    def __init__(self, settings: Settings) -> None:
        packs = read_packs(settings.data)
        shape = settings.config.vocoder
        self.frames, self.count, self.seed = shape.crop, shape.batch, settings.seed
        self.device = best_device()
        self.training = Drawer(training_places(packs))
        self.validation = Drawer(validation_places(packs))

    def _draw(self, drawer: Drawer, random: np.random.Generator) -> Batch:
        crops = drawer.draw(random, self.count, self.frames)
        return batch_of(np.stack([crop_sound(crop) for crop in crops]), random, self.device)

    def training_batch(self, iteration: int, stage: int = 1) -> Batch:
        """The batch of an iteration of a stage."""
        return self._draw(self.training, np.random.default_rng((self.seed, stage, iteration)))

    def validation_batches(self, count: int = 4) -> list[Batch]:
        """Batches to validate on."""
        return [self._draw(self.validation, np.random.default_rng((77, number))) for number in range(count)]


def validation_losses(model: VocoderModel, batches: list[Batch]) -> dict[str, float]:
    """The mean losses on batches that are always the same."""
    model.eval()
    with torch.no_grad():
        each = [losses_of(model, batch)[0] for batch in batches]
    return {name: float(np.mean([float(losses[name]) for losses in each])) for name in each[0]}


def learn(settings: Settings, minutes: Optional[float]) -> None:
    """The first stage: from mels of true sound, with its pitch and phases."""
    torch.manual_seed(settings.seed)
    shape = settings.config.vocoder
    batches = Batches(settings)
    model = VocoderModel(settings.config).to(batches.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=shape.rate, betas=(0.8, 0.99), weight_decay=0.01)
    held = batches.validation_batches()

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        return losses_of(model, batches.training_batch(iteration))[0]

    train(
        Loop(
            "vocoder",
            settings,
            {"model": model, "optimizer": optimizer},
            gradient_update(model, optimizer, loss_of),
            lambda: validation_losses(model, held),
            shape.iterations,
            validate_every=min(250, shape.iterations),
            patience=20,
            minutes=minutes,
        )
    )
