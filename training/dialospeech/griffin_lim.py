"""Sound from mel frames with no network: the floor that a vocoder has to be better than."""

from __future__ import annotations

import functools

import torch

from .config import HOP, MEL_FFT
from .mel import denormalise, mel_filters, pad_centred

ROUNDS = 32


@functools.lru_cache(maxsize=1)
def _back_to_bins() -> torch.Tensor:
    return torch.linalg.pinv(torch.from_numpy(mel_filters()))


def griffin_lim(mel: torch.Tensor, rounds: int = ROUNDS) -> torch.Tensor:
    """Sound [B, 320·T] of normalised mel frames [B, T, 80], whose phases are found by going to and fro."""
    sizes = torch.matmul(_back_to_bins(), denormalise(mel).exp().transpose(1, 2)).clamp_min(1e-5)
    window = torch.hann_window(MEL_FFT)
    length = mel.shape[1] * HOP
    made = torch.Generator().manual_seed(0)
    angles = 6.2832 * torch.rand(sizes.shape, generator=made)
    sound = torch.zeros(len(mel), length)
    for _ in range(rounds + 1):
        spectrum = torch.polar(sizes, angles)
        sound = _sound_of(spectrum, window, length)
        turned = torch.stft(
            pad_centred(sound, MEL_FFT), MEL_FFT, HOP, window=window, center=False, return_complex=True
        )
        angles = turned.angle()
    return sound


def _sound_of(spectrum: torch.Tensor, window: torch.Tensor, length: int) -> torch.Tensor:
    pieces = torch.fft.irfft(spectrum.transpose(1, 2), n=MEL_FFT) * window
    whole = (spectrum.shape[2] - 1) * HOP + MEL_FFT
    fold = functools.partial(
        torch.nn.functional.fold, output_size=(1, whole), kernel_size=(1, MEL_FFT), stride=(1, HOP)
    )
    summed = fold(pieces.transpose(1, 2))[:, 0, 0]
    weight = fold((window * window).expand(1, spectrum.shape[2], -1).transpose(1, 2))[:, 0, 0]
    side = (MEL_FFT - HOP) // 2
    return (summed / weight.clamp_min(1e-3))[:, side : side + length]
