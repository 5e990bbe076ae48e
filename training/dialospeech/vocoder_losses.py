"""What the vocoder's sound is held against: spectra at several resolutions, mel bands, phases."""

from __future__ import annotations

import functools

import torch
import torch.nn.functional as F

from .mel import log_mel

# Window lengths, each with a hop of a quarter: the longest tells harmonics from noise, the
# shortest where within a period the sound is loud.
RESOLUTIONS = (2048, 1024, 512, 256)
PHASE_RESOLUTIONS = (1024, 512)
FLOOR = 1e-3


@functools.lru_cache(maxsize=16)
def _window(length: int, device: str) -> torch.Tensor:
    return torch.hann_window(length).to(device)


def spectra(sound: torch.Tensor, length: int) -> torch.Tensor:
    """Complex spectra of sound [B, n], scaled so that noise is as loud at every resolution."""
    window = _window(length, str(sound.device))
    turned = torch.stft(sound, length, length // 4, window=window, center=True, return_complex=True)
    return turned * (2.0 / length**0.5)


def magnitude(turned: torch.Tensor) -> torch.Tensor:
    """The size of complex values, with a gradient that stays finite at nothing."""
    return (turned.real * turned.real + turned.imag * turned.imag + 1e-10).sqrt()


def _off(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Differences of log and of linear magnitudes."""
    logs = ((ours + FLOOR).log() - (theirs + FLOOR).log()).abs().mean()
    return logs + 0.5 * (ours - theirs).norm() / theirs.norm().clamp_min(1e-3)


def _astray(voice: torch.Tensor, true: torch.Tensor, heavy: torch.Tensor) -> torch.Tensor:
    """How far phases of the voiced part are off, each as heavy as the true sound is loud there.

    The magnitudes of what was made do not count, so that uncertain phases do not make it quieter.
    Loudness is compressed, or the lowest harmonics alone would be heard.
    """
    size = magnitude(voice)
    agreement = (voice.real * true.real + voice.imag * true.imag) / (size * heavy)
    weights = heavy.sqrt() * (size.detach() > FLOOR)
    return ((1.0 - agreement) * weights).sum() / weights.sum().clamp_min(1e-3)


def _apart(voice: torch.Tensor, true: torch.Tensor, heavy: torch.Tensor) -> torch.Tensor:
    """The difference of complex spectra, against the loudness there."""
    weights = heavy.sqrt()
    each = (magnitude(voice - true) / (heavy + 0.03)).clamp_max(4.0)
    return (each * weights).sum() / weights.sum().clamp_min(1e-3)


def spectral_losses(sound: torch.Tensor, voice: torch.Tensor, true: torch.Tensor) -> dict[str, torch.Tensor]:
    """What was made against what is true: sizes of the whole, phases and values of its voiced part."""
    losses = {"spectral": sound.new_zeros(()), "phase": sound.new_zeros(())}
    for length in RESOLUTIONS:
        theirs = spectra(true, length)
        heavy = magnitude(theirs)
        losses["spectral"] = losses["spectral"] + _off(magnitude(spectra(sound, length)), heavy) / len(RESOLUTIONS)
        if length in PHASE_RESOLUTIONS:
            spoken = spectra(voice, length)
            losses["phase"] = losses["phase"] + _astray(spoken, theirs, heavy) / len(PHASE_RESOLUTIONS)
        if length == PHASE_RESOLUTIONS[-1]:
            losses["complex"] = _apart(spoken, theirs, heavy)
    return losses


def mel_loss(made: torch.Tensor, true_mel: torch.Tensor) -> torch.Tensor:
    """The mean difference of log mel magnitudes."""
    return (log_mel(made) - true_mel).abs().mean()


def pitch_loss(
    logits: torch.Tensor, voiced_logits: torch.Tensor, place: torch.Tensor, voiced: torch.Tensor
) -> dict[str, torch.Tensor]:
    """Cross-entropy of pitch classes (shared between the two nearest) and of voicing."""
    lower = place.floor().clamp(0, logits.shape[-1] - 2)
    share = (place - lower).clamp(0, 1)
    logs = F.log_softmax(logits, dim=-1)
    low = logs.gather(2, lower.long().unsqueeze(2)).squeeze(2)
    high = logs.gather(2, lower.long().unsqueeze(2) + 1).squeeze(2)
    sure = voiced.to(logits.dtype)
    each = -((1 - share) * low + share * high) * sure
    return {
        "pitch": each.sum() / sure.sum().clamp_min(1.0),
        "voicing": F.binary_cross_entropy_with_logits(voiced_logits, sure),
    }
