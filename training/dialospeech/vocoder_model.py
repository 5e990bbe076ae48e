"""The vocoder: mel frames to the spectra of overlapping frames of sound.

A network alone has to invent phases that agree from frame to frame, and sounds rough until it has
trained for long. Here the phases are known by construction. The network tells the pitch, a smooth
envelope with its phases, and noise; the harmonics are lobes at multiples of the pitch whose phase
is the sum of the pitch over time. So voiced sound is periodic from the first step of training, and
what is left to learn is smooth in frequency.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .config import HOP, MEL_TOP, MELS, SAMPLE_RATE, VOCODER_FFT, Config
from .mel import denormalise
from .pitch import PITCH_CLASSES, pitch_of_class

BINS = VOCODER_FFT // 2 + 1
BIN_WIDTH = SAMPLE_RATE / VOCODER_FFT
# The envelope and its phases are told at every fourth bin (50 Hz) and drawn straight between.
POINTS = (BINS - 1) // 4 + 1
# A harmonic's lobe is that of a window of 40 ms: it falls to nothing 50 Hz beside its centre.
LOBE_WIDTH = 50.0
# Louder than any spectrum of sound within -1..1.
LOUDEST = 7.0


@dataclass(frozen=True)
class Source:
    """Where the voice is: its pitch in hertz and its phase in cycles, each [B, T], and whether it sounds."""

    pitch: torch.Tensor
    phases: torch.Tensor
    voiced: torch.Tensor


@dataclass(frozen=True)
class Told:
    """What the network tells of each frame."""

    pitch_logits: torch.Tensor
    voiced_logits: torch.Tensor
    envelope: torch.Tensor
    noise: torch.Tensor
    cosine: torch.Tensor
    sine: torch.Tensor


def pitch_of_classes(logits: torch.Tensor) -> torch.Tensor:
    """The pitch in hertz: the mean class around the likeliest, so that it is finer than the classes."""
    classes = torch.arange(PITCH_CLASSES, device=logits.device)
    likeliest = logits.argmax(dim=-1, keepdim=True)
    near = ((classes - likeliest).abs() <= 2).to(logits.dtype)
    weights = torch.softmax(logits, dim=-1) * near
    return pitch_of_class((weights * classes).sum(-1) / weights.sum(-1))


def summed_phases(pitch: torch.Tensor, phase: torch.Tensor, anchor: int) -> torch.Tensor:
    """The phase [B, T] in cycles of a pitch [B, T] that has `phase` [B] at frame `anchor`.

    Summed in double precision: a rounding of hundreds of cycles is a hundred times as large in the
    hundredth harmonic.
    """
    between = (pitch[:, 1:] + pitch[:, :-1]).double() * (0.5 * HOP / SAMPLE_RATE)
    summed = torch.cumsum(F.pad(between, (1, 0)), dim=1)
    cycles = summed - summed[:, anchor : anchor + 1] + phase.unsqueeze(1).double()
    return (cycles - torch.floor(cycles)).to(pitch.dtype)


def spread(points: torch.Tensor) -> torch.Tensor:
    """Values at every fourth bin [B, T, 161] drawn straight to all bins [B, T, 641]."""
    steps = (points[..., 1:] - points[..., :-1]).unsqueeze(-1)
    quarters = torch.arange(4, device=points.device, dtype=points.dtype) / 4
    drawn = points[..., :-1].unsqueeze(-1) + steps * quarters
    return torch.cat([drawn.flatten(-2), points[..., -1:]], dim=-1)


def comb(source: Source) -> tuple[torch.Tensor, torch.Tensor]:
    """The spectrum of harmonics of height 1: real and imaginary parts [B, T, 641]."""
    pitch = source.pitch.unsqueeze(-1)
    phases = source.phases.unsqueeze(-1)
    bins = torch.arange(BINS, device=pitch.device, dtype=pitch.dtype) * BIN_WIDTH
    below = torch.floor(bins / pitch)
    real, imaginary = torch.zeros_like(pitch), torch.zeros_like(pitch)
    for number in (below, below + 1):
        distance = (bins - number * pitch).abs().clamp_max(LOBE_WIDTH) / LOBE_WIDTH
        height = (0.5 + 0.5 * torch.cos(math.pi * distance)) * number.clamp_max(1)
        cycles = number * phases
        angle = 2 * math.pi * (cycles - torch.floor(cycles))
        real = real + height * torch.cos(angle)
        imaginary = imaginary + height * torch.sin(angle)
    return real, imaginary


def noise_spectra(frames: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Spectra [frames, 641] of windows of 40 ms along white noise that begins again after `frames`.

    Neighbours share their sound, so they add up to steady noise, and the short window keeps bursts
    short. Values are 1 in the mean square; phases are counted from the middle of a window.
    """
    length = VOCODER_FFT // 2
    made = torch.Generator().manual_seed(20250607)
    noise = torch.randn(frames * HOP, generator=made, dtype=torch.float64)
    places = torch.arange(frames).unsqueeze(1) * HOP + torch.arange(length) - (length - HOP) // 2
    pieces = noise[places % len(noise)] * torch.hann_window(length, dtype=torch.float64)
    side = (VOCODER_FFT - length) // 2
    centred = torch.roll(F.pad(pieces, (side, side)), VOCODER_FFT // 2, dims=1)
    spectra = torch.fft.rfft(centred, dim=1) / (pieces**2).sum(1).mean().sqrt()
    return spectra.real.float(), spectra.imag.float()


class VocoderBlock(nn.Module):
    """One block of ConvNeXt along time."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.around = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.network = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))
        self.gate = nn.Parameter(torch.full((width,), 0.3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Frames [B, T, width] after this block."""
        near = self.around(x.transpose(1, 2)).transpose(1, 2)
        return x + self.gate * self.network(self.norm(near.float()))


class VocoderModel(nn.Module):
    """Mel frames to the spectra of harmonics and of noise."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        shape = config.vocoder
        self.into = nn.Conv1d(MELS, shape.width, 7, padding=3)
        self.first = nn.LayerNorm(shape.width)
        self.blocks = nn.ModuleList(VocoderBlock(shape.width, shape.hidden) for _ in range(shape.layers))
        self.last = nn.LayerNorm(shape.width)
        self.pitch = nn.Linear(shape.width, PITCH_CLASSES + 1)
        self.points = nn.Linear(shape.width, 4 * POINTS)
        nn.init.normal_(self.points.weight, std=0.01)
        nn.init.zeros_(self.points.bias)
        real, imaginary = noise_spectra(shape.noise_frames)
        self.register_buffer("noise_real", real, persistent=False)
        self.register_buffer("noise_imaginary", imaginary, persistent=False)
        self._register_bands()
        signs = 1.0 - 2.0 * (torch.arange(BINS) % 2)
        self.register_buffer("signs", signs, persistent=False)

    def _register_bands(self) -> None:
        """For each point of the envelope the mel band below it and how far it is to the next."""
        top = 2595.0 * math.log10(1.0 + MEL_TOP / 700.0)
        hertz = torch.arange(POINTS, dtype=torch.float64) * (4 * BIN_WIDTH)
        place = 2595.0 * torch.log10(1.0 + hertz / 700.0) / top * (MELS + 1) - 1.0
        place = place.clamp(0.0, MELS - 1.001)
        self.register_buffer("band", place.floor().long(), persistent=False)
        self.register_buffer("share", (place - place.floor()).float(), persistent=False)
        # A band sums more bins the higher it lies; the envelope is what one bin of it has.
        spacing = top / (MELS + 1)
        edges = 700.0 * (10.0 ** (torch.arange(MELS + 2, dtype=torch.float64) * spacing / 2595.0) - 1.0)
        bins_in_band = ((edges[2:] - edges[:-2]) / 2 / (SAMPLE_RATE / 1024)).clamp_min(1.0)
        self.register_buffer("band_bins", bins_in_band.log().float(), persistent=False)

    def features(self, mel: torch.Tensor) -> torch.Tensor:
        """What the network hears in normalised mel frames [B, T, 80]: [B, T, width]."""
        x = self.first(self.into(mel.transpose(1, 2)).transpose(1, 2).float())
        for block in self.blocks:
            x = block(x)
        return x

    def told(self, mel: torch.Tensor, features: torch.Tensor) -> Told:
        """What the network tells of normalised mel frames [B, T, 80]."""
        x = self.last(features)
        pitch = self.pitch(x)
        envelope, noise, cosine, sine = self.points(x).split(POINTS, dim=-1)
        each = denormalise(mel) - self.band_bins
        base = each[..., self.band] * (1 - self.share) + each[..., self.band + 1] * self.share
        return Told(
            pitch_logits=pitch[..., 1:],
            voiced_logits=pitch[..., 0],
            envelope=base + envelope,
            noise=base + noise - 1.0,
            cosine=1.0 + cosine,
            sine=sine,
        )

    def harmonics(self, told: Told, source: Source) -> tuple[torch.Tensor, torch.Tensor]:
        """Real and imaginary parts of the voiced sound, each frame's phases counted from its middle."""
        real, imaginary = comb(source)
        height = spread(told.envelope).clamp_max(LOUDEST).exp() * source.voiced.unsqueeze(-1)
        cosine, sine = spread(told.cosine), spread(told.sine)
        height = height * torch.rsqrt(cosine * cosine + sine * sine + 1e-4)
        return (
            height * (real * cosine - imaginary * sine),
            height * (real * sine + imaginary * cosine),
        )

    def rustle(self, told: Told, frame: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Real and imaginary parts of the noise; `frame` [B] counts the first of the frames."""
        numbers = frame.unsqueeze(1) + torch.arange(told.noise.shape[1], device=frame.device)
        numbers = numbers % self.noise_real.shape[0]
        height = spread(told.noise).clamp_max(LOUDEST).exp()
        return height * self.noise_real[numbers], height * self.noise_imaginary[numbers]

    def source(self, told: Told, phase: torch.Tensor, anchor: int) -> Source:
        """The voice as the network hears it, with `phase` [B] at frame `anchor`."""
        pitch = pitch_of_classes(told.pitch_logits)
        return Source(pitch, summed_phases(pitch, phase, anchor), torch.sigmoid(told.voiced_logits))

    def forward(
        self, mel: torch.Tensor, phase: torch.Tensor, frame: torch.Tensor, anchor: int
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Real and imaginary parts [B, T, 641] ready for the inverse transform, and phases [B, T]."""
        told = self.told(mel, self.features(mel))
        source = self.source(told, phase, anchor)
        real, imaginary = self.harmonics(told, source)
        noise_real, noise_imaginary = self.rustle(told, frame)
        # Phases were counted from the middle of a frame; the transform counts from its beginning.
        return (real + noise_real) * self.signs, (imaginary + noise_imaginary) * self.signs, source.phases


def sound_of(real: torch.Tensor, imaginary: torch.Tensor) -> torch.Tensor:
    """Sound [B, 320·T] of spectra [B, T, 641]: inverse transform, window, overlap and add."""
    window = torch.hann_window(VOCODER_FFT, device=real.device)
    frames = torch.fft.irfft(torch.complex(real, imaginary), n=VOCODER_FFT, dim=-1) * window
    batch, count, _ = frames.shape
    length = (count - 1) * HOP + VOCODER_FFT
    summed = _overlapped(frames, length)
    weight = _overlapped((window * window).expand(1, count, VOCODER_FFT), length)
    side = (VOCODER_FFT - HOP) // 2
    return (summed / weight.clamp_min(1e-3))[:, side : length - side]


def _overlapped(frames: torch.Tensor, length: int) -> torch.Tensor:
    folded = F.fold(
        frames.transpose(1, 2), (1, length), kernel_size=(1, VOCODER_FFT), stride=(1, HOP)
    )
    return folded[:, 0, 0]
