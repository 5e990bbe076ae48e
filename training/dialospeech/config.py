"""Every size and rate of the model, in three configurations, and what a step is run with.

`a` trains on two CPU cores in a few hours, `b` on one GPU in about an hour, and `tiny` is for
tests: the same shape throughout, with widths of at most 32.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Optional

# The sound of every configuration; the runtime and the packs rely on these.
SAMPLE_RATE = 16000
HOP = 320
FRAME_RATE = SAMPLE_RATE // HOP
FRAMES_PER_TOKEN = 2
SAMPLES_PER_TOKEN = HOP * FRAMES_PER_TOKEN
TOKEN_RATE = FRAME_RATE // FRAMES_PER_TOKEN
SECONDS_PER_TOKEN = 1 / TOKEN_RATE
MEL_FFT = 1024
VOCODER_FFT = 1280
MELS = 80
MEL_TOP = 8000.0
MEL_FLOOR = 1e-5
# One mean and one deviation for all bands: between speech (mean -1.4, deviation 2.2) and the floor of
# silence (-11.5), so that neither lies far out.
MEL_MEAN = -2.0
MEL_DEVIATION = 2.5


@dataclass(frozen=True)
class AlignerConfig:
    """The network that tells which phone sounds in a frame."""

    width: int = 128
    layers: int = 4
    kernel: int = 5
    rounds: int = 4
    iterations_a_round: int = 300
    hours: float = 2.0
    rate: float = 3e-3
    batch_frames: int = 4000


@dataclass(frozen=True)
class TokenConfig:
    """The extractor of speech tokens and what its heads are asked."""

    width: int = 128
    layers: int = 4
    levels: tuple[int, ...] = (8, 5, 5, 5)
    pitch_bins: int = 32
    iterations: int = 8000
    rate: float = 1e-3
    batch: int = 24
    crop: int = 128
    probe_iterations: int = 1500


@dataclass(frozen=True)
class SpeakerConfig:
    """The network that hears who speaks."""

    width: int = 192
    vector: int = 128
    margin: float = 0.2
    scale: float = 20.0
    iterations: int = 2500
    rate: float = 1e-3
    batch: int = 32


@dataclass(frozen=True)
class TextConfig:
    """The encoder of a unit's symbols."""

    width: int = 256
    layers: int = 3
    heads: int = 4
    before: int = 40
    after: int = 24
    dropout: float = 0.1


@dataclass(frozen=True)
class DialmConfig:
    """The two-stream language model."""

    width: int = 256
    stream_layers: int = 2
    trunk_layers: int = 4
    heads: int = 4
    window: int = 320
    dropout: float = 0.1
    iterations: int = 60000
    monologue_iterations: int = 200
    validate_every: int = 100
    warm_up: int = 100
    average: float = 0.999
    compiled: bool = True
    batch: int = 4
    rate: float = 8e-4


@dataclass(frozen=True)
class FlowConfig:
    """The transformer that makes mel frames out of tokens, and its windows (in frames)."""

    width: int = 256
    layers: int = 8
    heads: int = 4
    history: int = 24
    block: int = 50
    first_block: int = 24
    look_ahead: int = 6
    condition_drop: float = 0.2
    steps: int = 4
    times: str = "cosine"
    guidance: float = 0.3
    average: float = 0.999
    batch: int = 16
    renderings: int = 120
    iterations: int = 100000
    rate: float = 6e-4


@dataclass(frozen=True)
class VocoderConfig:
    """The network that makes sound out of mel frames."""

    width: int = 256
    layers: int = 6
    hidden: int = 768
    noise_frames: int = 128
    before: int = 20
    after: int = 6
    crop: int = 64
    batch: int = 8
    judge_width: int = 16
    iterations: int = 100000
    polish_iterations: int = 100000
    rate: float = 1e-3


@dataclass(frozen=True)
class Config:
    """One whole configuration, by name."""

    name: str
    aligner: AlignerConfig = field(default_factory=AlignerConfig)
    tokens: TokenConfig = field(default_factory=TokenConfig)
    speaker: SpeakerConfig = field(default_factory=SpeakerConfig)
    text: TextConfig = field(default_factory=TextConfig)
    dialm: DialmConfig = field(default_factory=DialmConfig)
    flow: FlowConfig = field(default_factory=FlowConfig)
    vocoder: VocoderConfig = field(default_factory=VocoderConfig)


CONFIGS: dict[str, Config] = {
    "a": Config(name="a"),
    "b": Config(
        name="b",
        aligner=AlignerConfig(width=256, iterations_a_round=3000, hours=30.0, batch_frames=48000),
        tokens=TokenConfig(width=384, layers=6, iterations=40000, batch=128, crop=256),
        speaker=SpeakerConfig(width=384, iterations=20000, batch=256),
        text=TextConfig(width=256, layers=6),
        dialm=DialmConfig(
            width=384,
            stream_layers=3,
            trunk_layers=5,
            heads=6,
            monologue_iterations=4000,
            validate_every=1000,
            warm_up=500,
            batch=64,
        ),
        flow=FlowConfig(width=384, layers=9, heads=6, batch=96, renderings=80),
        vocoder=VocoderConfig(width=384, layers=8, hidden=1152, batch=32, judge_width=32),
    ),
    "tiny": Config(
        name="tiny",
        aligner=AlignerConfig(
            width=24, layers=2, rounds=2, iterations_a_round=60, rate=1e-2, batch_frames=800
        ),
        tokens=TokenConfig(
            width=24, layers=2, iterations=60, rate=5e-3, batch=6, crop=64, probe_iterations=40
        ),
        speaker=SpeakerConfig(width=16, vector=16, iterations=40, rate=5e-3, batch=8),
        text=TextConfig(width=32, layers=1, heads=2, dropout=0.0),
        dialm=DialmConfig(
            width=32, stream_layers=1, trunk_layers=1, heads=2, window=32, dropout=0.0, iterations=20,
            monologue_iterations=5, validate_every=10, warm_up=2, batch=2, compiled=False,
        ),
        flow=FlowConfig(width=32, layers=1, heads=2, batch=4, renderings=2, iterations=20),
        vocoder=VocoderConfig(
            width=32, layers=1, hidden=32, noise_frames=16, crop=32, batch=2, judge_width=4,
            iterations=20, polish_iterations=4,
        ),
    ),
}


@dataclass(frozen=True)
class Settings:
    """What one step is run with: the configuration, where things lie, and how long it may take."""

    config: Config
    data: Path
    run: Path
    minutes: Optional[float] = None
    threads: int = 1
    seed: int = 0

    def folder(self, step: str) -> Path:
        """The folder of one step inside the run, made if it is not there."""
        path = self.run / step
        path.mkdir(parents=True, exist_ok=True)
        return path


def config_named(name: str) -> Config:
    """The configuration of a name; an unknown name is an error that lists those there are."""
    if name not in CONFIGS:
        raise ValueError(f"No configuration '{name}': take one of {', '.join(CONFIGS)}.")
    return CONFIGS[name]


def with_iterations(settings: Settings, step: str, iterations: int) -> Settings:
    """The same settings with another number of iterations for one section of the configuration."""
    section = replace(getattr(settings.config, step), iterations=iterations)
    return replace(settings, config=replace(settings.config, **{step: section}))
