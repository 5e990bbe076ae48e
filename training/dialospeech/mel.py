"""Mel frames of sound: 50 a second, each centred in its own 20 ms.

Frame f is centred at sample 320·f + 160, so that n samples give floor(n / 320) frames and two
frames cover exactly the 640 samples of one token.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import torch
import torch.nn.functional as F

from .config import HOP, MEL_DEVIATION, MEL_FFT, MEL_FLOOR, MEL_MEAN, MEL_TOP, MELS, SAMPLE_RATE

# What silence is on the normalised scale: nothing is less.
SILENT_MEL = (math.log(MEL_FLOOR) - MEL_MEAN) / MEL_DEVIATION


def _hertz_to_mel(hertz: np.ndarray) -> np.ndarray:
    return 2595.0 * np.log10(1.0 + hertz / 700.0)


def _mel_to_hertz(mel: np.ndarray) -> np.ndarray:
    return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)


def mel_filters(fft: int = MEL_FFT, bands: int = MELS) -> np.ndarray:
    """Triangles of height 1, evenly spaced on the HTK mel scale: an array [bands, fft / 2 + 1]."""
    bins = np.arange(fft // 2 + 1) * SAMPLE_RATE / fft
    top = float(_hertz_to_mel(np.array(MEL_TOP)))
    edges = _mel_to_hertz(np.linspace(0.0, top, bands + 2))
    lower, centre, upper = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (bins - lower) / (centre - lower)
    falling = (upper - bins) / (upper - centre)
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


@functools.lru_cache(maxsize=4)
def _constants(device: str) -> tuple[torch.Tensor, torch.Tensor]:
    window = torch.hann_window(MEL_FFT, periodic=True)
    return window.to(device), torch.from_numpy(mel_filters()).to(device)


def pad_centred(samples: torch.Tensor, fft: int) -> torch.Tensor:
    """Sound [B, n] mirrored at both ends so that frame f of `fft` samples is centred at 320·f + 160."""
    side = (fft - HOP) // 2
    if samples.shape[-1] <= side:
        raise ValueError(
            f"{samples.shape[-1]} samples are too few for a mel frame: at least {side + 1} are needed."
        )
    return F.pad(samples.unsqueeze(1), (side, side), mode="reflect").squeeze(1)


def log_mel_of_padded(padded: torch.Tensor) -> torch.Tensor:
    """As `log_mel`, of sound [B, n + 704] that already has half a window on both sides."""
    window, filters = _constants(str(padded.device))
    spectrum = torch.stft(
        padded, MEL_FFT, hop_length=HOP, window=window, center=False, return_complex=True
    ).abs()
    return torch.matmul(filters, spectrum).clamp_min(MEL_FLOOR).log().transpose(1, 2)


def log_mel(samples: torch.Tensor) -> torch.Tensor:
    """The natural log of the mel magnitudes of sound [B, n]: frames [B, floor(n / 320), 80]."""
    whole = samples[..., : samples.shape[-1] // HOP * HOP]
    return log_mel_of_padded(pad_centred(whole, MEL_FFT))


def normalise(mel: torch.Tensor) -> torch.Tensor:
    """Log mel frames on the scale that every network here reads and writes."""
    return (mel - MEL_MEAN) / MEL_DEVIATION


def denormalise(mel: torch.Tensor) -> torch.Tensor:
    """Back from the networks' scale to log mel magnitudes."""
    return mel * MEL_DEVIATION + MEL_MEAN


def normalised_mel(samples: np.ndarray) -> np.ndarray:
    """Normalised mel frames [frames, 80] of one channel of sound."""
    with torch.no_grad():
        sound = torch.from_numpy(np.ascontiguousarray(samples, dtype=np.float32))
        return normalise(log_mel(sound.unsqueeze(0)))[0].numpy()
