"""Speech tokens to sound, block by block, as the runtime does it.

`packages/dialospeech/src/sound/` is the twin of this file, and a golden holds the two together. A
block sees the clean frames before it and three tokens after it; what it makes of those is thrown
away, but lets the vocoder end the block as it will go on.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence

import numpy as np
import torch

from .config import FRAMES_PER_TOKEN, HOP, MEL_FLOOR, MELS, SAMPLE_RATE, VOCODER_FFT, Config
from .mel import SILENT_MEL
from .vocabulary import SIL

# The velocity [2, T, 80] of a window: mel [2, T, 80], known [T], tokens [T / 2], speaker, time.
Velocity = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray, float], np.ndarray]
# Real, imaginary, phases of mel [T, 80], the phase after the context, and the first frame's number.
Spectra = Callable[[np.ndarray, float, int], tuple[np.ndarray, np.ndarray, np.ndarray]]

# Tokens of silence that are silence indeed; fewer may be the closure of a stop.
LEAST_SILENCE = 3
GATE_FADE = SAMPLE_RATE // 100
SEAM_FADE = SAMPLE_RATE // 200
CELL = FRAMES_PER_TOKEN * HOP
_MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Way:
    """How noise becomes speech: the steps, where they lie (`even` or `cosine`), how much is stressed."""

    steps: int
    guidance: float
    times: str = "even"

    def time(self, step: int) -> float:
        """Where a step begins; cosine takes short ones first, where the direction is found."""
        share = step / self.steps
        return share if self.times == "even" else 1.0 - math.cos(math.pi / 2 * share)


@dataclass(frozen=True)
class Networks:
    """The two networks that sound is made with, whatever runs them, what silence is to them, and their own way."""

    velocity: Velocity
    spectra: Spectra
    silence: float = SILENT_MEL
    way: Optional[Way] = None


class Chance:
    """The runtime's generator (xoshiro128** seeded by xmur3), so that noise is the same there."""

    def __init__(self, seed: str) -> None:
        words = _words(seed)
        self.state = [next(words) for _ in range(4)]

    def next(self) -> float:
        """The next number, at least 0 and below 1."""
        a, b, c, d = self.state
        five = b * 5 & _MASK
        scrambled = (five << 7 | five >> 25) * 9 & _MASK
        c, d = c ^ a, d ^ b
        self.state = [a ^ d, b ^ c, c ^ (b << 9 & _MASK), (d << 11 | d >> 21) & _MASK]
        return scrambled / 4294967296.0

    def normal(self) -> float:
        """The next number of a normal distribution."""
        return math.sqrt(-2 * math.log(1 - self.next())) * math.cos(2 * math.pi * self.next())


def _words(text: str) -> Iterator[int]:
    state = 1779033703 ^ len(text)
    for letter in text:
        state = (state ^ ord(letter)) * 3432918353 & _MASK
        state = (state << 13 | state >> 19) & _MASK
    while True:
        state = (state ^ state >> 16) * 2246822507 & _MASK
        state = (state ^ state >> 13) * 3266489909 & _MASK
        state ^= state >> 16
        yield state


def frame_noise(seed: str, first: int, frames: int) -> np.ndarray:
    """Noise [frames, 80] that a frame has however often and in whatever window it is made."""
    noise = np.empty((frames, MELS), dtype=np.float32)
    for frame in range(frames):
        chance = Chance(f"{seed}/{first + frame}")
        noise[frame] = [chance.normal() for _ in range(MELS)]
    return noise


def heard_of(tokens: Sequence[int]) -> list[bool]:
    """Whether each token is to be heard: all but long silences."""
    heard = [token != SIL for token in tokens]
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end] == SIL:
            end += 1
        if at < end < at + LEAST_SILENCE:
            heard[at:end] = [True] * (end - at)
        at = max(end, at + 1)
    return heard


def inverse(real: np.ndarray, imaginary: np.ndarray) -> np.ndarray:
    """Sound [320·T] of spectra [T, 641]."""
    window = np.hanning(VOCODER_FFT + 1)[:-1]
    pieces = np.fft.irfft(real + 1j * imaginary, n=VOCODER_FFT, axis=-1) * window
    side = (VOCODER_FFT - HOP) // 2
    sound = np.zeros((len(real) - 1) * HOP + VOCODER_FFT)
    weight = np.zeros_like(sound)
    for frame, piece in enumerate(pieces):
        sound[frame * HOP : frame * HOP + VOCODER_FFT] += piece
        weight[frame * HOP : frame * HOP + VOCODER_FFT] += window * window
    inner = slice(side, len(sound) - side)
    return (sound[inner] / np.maximum(weight[inner], 1e-8)).astype(np.float32)


def flow_frames(
    velocity: Velocity,
    way: Way,
    history: np.ndarray,
    tokens: np.ndarray,
    noise: np.ndarray,
    speaker: np.ndarray,
) -> np.ndarray:
    """The frames after the history, by Euler's method from noise, told and untold side by side."""
    before = len(history)
    known = np.zeros(before + len(noise), dtype=np.float32)
    known[:before] = 1.0
    made = noise.copy()
    for step in range(way.steps):
        time, length = way.time(step), way.time(step + 1) - way.time(step)
        mel = np.concatenate([history, made]).astype(np.float32)
        told, untold = velocity(np.stack([mel, mel]), known, tokens, speaker, time)[:, before:]
        made = made + ((1 + way.guidance) * told - way.guidance * untold) * length
    return made.astype(np.float32)


def _rise(samples: int) -> np.ndarray:
    """The gains of a fade in: a raised cosine."""
    places = (np.arange(samples) + 0.5) / samples
    return (0.5 - 0.5 * np.cos(np.pi * places)).astype(np.float32)


def _faded(sound: np.ndarray, heard: Sequence[bool], first: int) -> np.ndarray:
    """Digital silence where nothing is to be heard, faded into and out of it inside."""
    gains = np.ones(len(sound), dtype=np.float32)
    down = 1.0 - _rise(GATE_FADE)
    for cell in range(0, len(sound), CELL):
        token = first + cell // CELL
        if token >= len(heard) or heard[token]:
            continue
        gain = gains[cell : cell + CELL]
        gain[:] = 0.0
        if token > 0 and heard[token - 1]:
            gain[:GATE_FADE] = down[: len(gain)]
        if token + 1 < len(heard) and heard[token + 1] and len(gain) == CELL:
            gain[-GATE_FADE:] = _rise(GATE_FADE)
    return sound * gains


@dataclass
class Carried:
    """What a block leaves to the next: frames, tokens, the voice's phase, sound beyond the end."""

    mel: np.ndarray
    tokens: list[int] = field(default_factory=list)
    phase: float = 0.0
    tail: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


class Track:
    """One speaker's sound, block by block and in order."""

    def __init__(self, networks: Networks, config: Config, speaker: np.ndarray, seed: str) -> None:
        self.networks = networks
        self.config = config
        flow = config.flow
        self.way = networks.way or Way(flow.steps, flow.guidance, flow.times)
        self.speaker = speaker.astype(np.float32)
        self.seed = seed
        self.frame = 0
        self.kept = max(config.flow.history, config.vocoder.before)
        self.carried = self._quiet([SIL] * (config.flow.history // FRAMES_PER_TOKEN))

    def _quiet(self, tokens: list[int]) -> Carried:
        return Carried(np.full((self.kept, MELS), self.networks.silence, dtype=np.float32), tokens)

    def render(self, tokens: Sequence[int], ahead: Sequence[int]) -> np.ndarray:
        """The sound of a block; `ahead` are the tokens that follow it, as far as they are known."""
        before = self.config.flow.history // FRAMES_PER_TOKEN
        heard = heard_of([*self.carried.tokens, *tokens, *ahead])
        first, last = sounding_part(heard[before:], len(tokens))
        reach = max(len(ahead), self.config.vocoder.after // FRAMES_PER_TOKEN)
        following = [*tokens[last:], *ahead, *[SIL] * reach][:reach]
        parts = [self._skip(first)]
        if last > first:
            parts.append(self._make(tokens[first:last], following, heard[first:]))
        parts.append(self._skip(len(tokens) - last))
        return np.concatenate(parts)

    def _skip(self, count: int) -> np.ndarray:
        """Go on by tokens of silence without asking the networks."""
        frames = FRAMES_PER_TOKEN * count
        sound = np.zeros(frames * HOP, dtype=np.float32)
        if count == 0:
            return sound
        sound[: len(self.carried.tail)] = self.carried.tail[: len(sound)]
        mel = np.concatenate([self.carried.mel, np.full((frames, MELS), self.networks.silence, np.float32)])
        self.carried = Carried(mel[-self.kept :], self._kept_tokens([SIL] * count))
        self.frame += frames
        return sound

    def _make(self, tokens: Sequence[int], ahead: Sequence[int], heard: Sequence[bool]) -> np.ndarray:
        carried, count, after = self.carried, FRAMES_PER_TOKEN * len(tokens), self.config.vocoder.after
        frames = self._frames(tokens, ahead)
        context = carried.mel[len(carried.mel) - self.config.vocoder.before :]
        whole = np.concatenate([context, frames[: count + after]])
        real, imaginary, phases = self.networks.spectra(whole, carried.phase, self.frame)
        sound = inverse(real, imaginary)[len(context) * HOP :]
        sound = _faded(sound, heard, len(carried.tokens))
        length = count * HOP
        self.carried = Carried(
            np.concatenate([carried.mel, frames[:count]])[-self.kept :],
            self._kept_tokens(tokens),
            float(phases[len(context) + count]),
            sound[length : length + SEAM_FADE] * (1.0 - _rise(SEAM_FADE)),
        )
        self.frame += count
        return _joined(carried.tail, sound[:length])

    def _kept_tokens(self, tokens: Sequence[int]) -> list[int]:
        both = [*self.carried.tokens, *tokens]
        return both[len(both) - self.config.flow.history // FRAMES_PER_TOKEN :]

    def _frames(self, tokens: Sequence[int], ahead: Sequence[int]) -> np.ndarray:
        history = min(self.config.flow.history, self.frame)
        known = self.carried.tokens[len(self.carried.tokens) - history // FRAMES_PER_TOKEN :]
        return flow_frames(
            self.networks.velocity,
            self.way,
            self.carried.mel[len(self.carried.mel) - history :],
            np.array([*known, *tokens, *ahead], dtype=np.int64),
            frame_noise(self.seed, self.frame, FRAMES_PER_TOKEN * (len(tokens) + len(ahead))),
            self.speaker,
        )


def sounding_part(heard: Sequence[bool], length: int) -> tuple[int, int]:
    """Of a block, the tokens that the networks make: with those that the sound fades in from and out into."""
    places = [place for place, each in enumerate(heard[: length + 1]) if each]
    if not places:
        return length, length
    return max(0, places[0] - 1), min(length, places[-1] + 2)


def _joined(tail: np.ndarray, sound: np.ndarray) -> np.ndarray:
    length = min(len(tail), len(sound))
    if length:
        sound = sound.copy()
        sound[:length] *= _rise(length)
        sound[:length] += tail[:length]
    return sound.astype(np.float32)


def blocks_of(count: int, config: Config) -> list[tuple[int, int]]:
    """The blocks of so many tokens: a short first one, then whole ones, then what is left."""
    first = config.flow.first_block // FRAMES_PER_TOKEN
    block = config.flow.block // FRAMES_PER_TOKEN
    edges = [0, *range(first, count, block), count] if count > first else [0, count]
    return [(start, end) for start, end in zip(edges, edges[1:]) if end > start]


def synthesise(
    networks: Networks,
    config: Config,
    tokens: Sequence[int],
    speaker: np.ndarray,
    seed: str = "0",
    blocks: Optional[list[tuple[int, int]]] = None,
) -> np.ndarray:
    """The sound of a stream of tokens; `blocks` may cut it otherwise than the runtime does."""
    track = Track(networks, config, speaker, seed)
    ahead = config.flow.look_ahead // FRAMES_PER_TOKEN
    parts = [
        track.render(tokens[start:end], tokens[end : end + ahead])
        for start, end in (blocks if blocks is not None else blocks_of(len(tokens), config))
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def networks_of(flow: torch.nn.Module, vocoder: torch.nn.Module, config: Config) -> Networks:
    """The networks as PyTorch runs them."""

    def velocity(
        mel: np.ndarray, known: np.ndarray, tokens: np.ndarray, speaker: np.ndarray, time: float
    ) -> np.ndarray:
        with torch.no_grad():
            both = len(mel)
            return flow(
                torch.from_numpy(mel),
                torch.from_numpy(known).expand(both, -1),
                torch.from_numpy(tokens).expand(both, -1),
                torch.from_numpy(speaker).expand(both, -1),
                torch.full((both,), time),
                torch.tensor([1.0, 0.0]),
            ).numpy()

    def spectra(mel: np.ndarray, phase: float, frame: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        with torch.no_grad():
            real, imaginary, phases = vocoder(
                torch.from_numpy(mel).unsqueeze(0),
                torch.tensor([phase]),
                torch.tensor([frame]),
                config.vocoder.before,
            )
        return real[0].numpy(), imaginary[0].numpy(), phases[0].numpy()

    return Networks(velocity, spectra)


def networks_in(folder: Path) -> Networks:
    """The networks as ONNX Runtime runs the exported files of a folder, on the scale of its `model.json`."""
    import onnxruntime

    stated = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    scale, way = stated["mel"], stated["flow"]
    silence = (math.log(MEL_FLOOR) - scale["mean"]) / scale["deviation"]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    flow = onnxruntime.InferenceSession(str(folder / "flow.onnx"), options)
    vocoder = onnxruntime.InferenceSession(str(folder / "vocoder.onnx"), options)

    def velocity(
        mel: np.ndarray, known: np.ndarray, tokens: np.ndarray, speaker: np.ndarray, time: float
    ) -> np.ndarray:
        inputs = {
            "mel": mel,
            "known": known,
            "tokens": tokens,
            "speaker": speaker,
            "time": np.array([time], dtype=np.float32),
            "keep": np.array([1.0, 0.0], dtype=np.float32),
        }
        return flow.run(None, inputs)[0]

    def spectra(mel: np.ndarray, phase: float, frame: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        inputs = {
            "mel": mel[None],
            "phase": np.array([phase], dtype=np.float32),
            "frame": np.array([frame], dtype=np.int64),
        }
        real, imaginary, phases = vocoder.run(None, inputs)
        return real[0], imaginary[0], phases[0]

    return Networks(velocity, spectra, silence, Way(way["steps"], way["guidance"], way.get("times", "even")))
