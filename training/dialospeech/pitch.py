"""The pitch of clean speech: one value a frame, by correlation and the likeliest path through time.

Frames are those of `mel.py`. A class is 1/36 of an octave; phases make the pitch finer than that.
"""

from __future__ import annotations

import functools
import math

import torch
import torch.nn.functional as F

from .config import HOP, SAMPLE_RATE

LOWEST_PITCH = 55.0
PITCH_CLASSES = 112
CLASSES_AN_OCTAVE = 36

WINDOW = 1024
LONGEST_LAG = 300
TRANSFORM = 2048
SMOOTHING = 11
# A correlation of .45 is where voiced and voiceless speech part in clean sound.
VOICED = 0.45
QUIET = 1e-3
OCTAVE_COST = 0.03
# What a step of one class costs from frame to frame, and the furthest one.
STEP_COST = 0.012
FURTHEST_STEP = 10
PHASE_WINDOW = 640


def class_of_pitch(pitch: torch.Tensor) -> torch.Tensor:
    """Where a pitch in hertz stands among the classes, as a fraction."""
    return (torch.log2(pitch / LOWEST_PITCH) * CLASSES_AN_OCTAVE).clamp(0, PITCH_CLASSES - 1)


def pitch_of_class(place: torch.Tensor) -> torch.Tensor:
    """The pitch in hertz at a place among the classes."""
    return LOWEST_PITCH * torch.exp(place * (math.log(2.0) / CLASSES_AN_OCTAVE))


def frames_of(samples: torch.Tensor, length: int) -> torch.Tensor:
    """Pieces [B, T, length] of sound [B, n], each centred in its own 20 ms."""
    side = (length - HOP) // 2
    whole = samples[..., : samples.shape[-1] // HOP * HOP]
    return F.pad(whole, (side, side)).unfold(-1, length, HOP)


@functools.lru_cache(maxsize=2)
def _lags(device: str) -> tuple[torch.Tensor, torch.Tensor]:
    exact = SAMPLE_RATE / pitch_of_class(torch.arange(PITCH_CLASSES, dtype=torch.float32))
    lower = exact.floor().long()
    return lower.to(device), (exact - lower).to(device)


def correlations(samples: torch.Tensor) -> torch.Tensor:
    """How like itself the sound [B, n] is one period later: [B, T, classes], at most 1."""
    # Above 1.5 kHz periods differ more than they agree, and whole samples are too coarse a lag.
    dull = torch.hann_window(SMOOTHING + 2, periodic=False, device=samples.device)[1:-1]
    kernel = (dull / dull.sum()).view(1, 1, -1)
    smooth = F.conv1d(samples.unsqueeze(1), kernel, padding=SMOOTHING // 2).squeeze(1)
    frames = frames_of(smooth, WINDOW + LONGEST_LAG)
    frames = frames - frames.mean(-1, keepdim=True)
    spectrum = torch.fft.rfft(frames, TRANSFORM)
    head = torch.fft.rfft(frames[..., :WINDOW], TRANSFORM)
    products = torch.fft.irfft(spectrum * head.conj(), TRANSFORM)[..., : LONGEST_LAG + 1]
    power = F.pad((frames * frames).cumsum(-1), (1, 0))
    energies = power[..., WINDOW:] - power[..., : LONGEST_LAG + 1]
    floor = WINDOW * QUIET * QUIET
    alike = products / ((energies[..., :1] + floor) * (energies + floor)).sqrt()
    lower, share = _lags(str(samples.device))
    return alike[..., lower] * (1 - share) + alike[..., lower + 1] * share


def likeliest_path(strength: torch.Tensor) -> torch.Tensor:
    """The path [B, T] through classes that is strongest and leaps least (Viterbi)."""
    batch, count, classes = strength.shape
    reach = torch.arange(-FURTHEST_STEP, FURTHEST_STEP + 1, device=strength.device)
    cost = reach.abs() * STEP_COST
    best = strength[:, 0]
    came: list[torch.Tensor] = []
    for step in range(1, count):
        near = F.pad(best, (FURTHEST_STEP, FURTHEST_STEP), value=-1e9).unfold(-1, len(reach), 1) - cost
        value, which = near.max(-1)
        # A leap from anywhere is allowed at a fixed cost: a new word may begin at another pitch.
        leap, origin = best.max(-1, keepdim=True)
        leap = leap - 0.5
        stays = value >= leap
        here = torch.arange(classes, device=strength.device)
        came.append(torch.where(stays, here + which - FURTHEST_STEP, origin.expand_as(which)))
        best = torch.where(stays, value, leap) + strength[:, step]
    path = [best.argmax(-1)]
    for origins in reversed(came):
        path.append(origins.gather(1, path[-1].unsqueeze(1)).squeeze(1))
    return torch.stack(path[::-1], dim=1)


def fundamental_phases(samples: torch.Tensor, pitch: torch.Tensor) -> torch.Tensor:
    """The phase [B, T] in cycles of the component at `pitch` [B, T] in the middle of each frame."""
    frames = frames_of(samples, PHASE_WINDOW) * torch.hann_window(PHASE_WINDOW, device=samples.device)
    places = torch.arange(PHASE_WINDOW, device=samples.device) - PHASE_WINDOW / 2
    angles = (2 * math.pi / SAMPLE_RATE) * pitch.unsqueeze(-1) * places
    real = (frames * angles.cos()).sum(-1)
    imaginary = -(frames * angles.sin()).sum(-1)
    return torch.atan2(imaginary, real) / (2 * math.pi)


def refined(pitch: torch.Tensor, phases: torch.Tensor, voiced: torch.Tensor) -> torch.Tensor:
    """The pitch by how far the phase moves from frame to frame, where both frames are voiced."""
    seconds = HOP / SAMPLE_RATE
    expected = (pitch[:, 1:] + pitch[:, :-1]) * (0.5 * seconds)
    error = phases[:, 1:] - phases[:, :-1] - expected
    error = error - error.round()
    # More than this is no pitch that was heard a little wrong but another sound.
    sure = voiced[:, 1:] & voiced[:, :-1] & (error.abs() < 0.2)
    error = torch.where(sure, error, torch.zeros_like(error)) / seconds
    counted = F.pad(sure.to(pitch.dtype), (1, 1))
    summed = F.pad(error, (1, 1))
    both = (counted[:, 1:] + counted[:, :-1]).clamp_min(1.0)
    return pitch + (summed[:, 1:] + summed[:, :-1]) / both


@torch.no_grad()
def track_pitch(samples: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Pitch in hertz [B, T] (where there is no voice, the path's) and whether there is one [B, T]."""
    strength = correlations(samples)
    octaves = torch.arange(PITCH_CLASSES, device=samples.device) / CLASSES_AN_OCTAVE
    path = likeliest_path(strength + OCTAVE_COST * octaves)
    heard = strength.gather(2, path.unsqueeze(2)).squeeze(2)
    # Between two classes the peak is found by a parabola.
    place = path.clamp(1, PITCH_CLASSES - 2)
    before, peak, after = (strength.gather(2, (place + d).unsqueeze(2)).squeeze(2) for d in (-1, 0, 1))
    bend = before - 2 * peak + after
    shift = torch.where(bend < -1e-6, 0.5 * (before - after) / bend, torch.zeros_like(bend))
    return pitch_of_class(place + shift.clamp(-1, 1)), heard > VOICED
