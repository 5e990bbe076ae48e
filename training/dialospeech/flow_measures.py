"""How near sound made of the teacher's own tokens comes to the teacher's sound, streamed as at run time.

`python -m dialospeech.flow_measures --config a --data PACKS --run RUN [--out FOLDER]` prints a table
and, if asked, writes what it heard as WAV files: `NAME-true.wav` beside `NAME-made.wav`. `--steps`
and `--guidance` try other ways from noise to speech without training anew.
"""

from __future__ import annotations

import argparse
import time
import wave
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Iterator, Sequence

import numpy as np
import torch

from .config import SAMPLE_RATE, SAMPLES_PER_TOKEN, Settings, config_named
from .flow_train import trained_flow
from .packs import Item, Pack, items_of, read_packs
from .symbol_times import read_arrays
from .synthesise import Networks, blocks_of, networks_of, synthesise
from .training_loop import load_state
from .vocoder_measures import Nearness, mean_nearness, nearness
from .vocoder_polish import trained_vocoder

# Of an item, at most so many tokens are made (20 s).
LONGEST = 500
# Seconds on either side of a block's edge that count as its seam.
SEAM = 0.02


@dataclass(frozen=True)
class Rendering:
    """One channel of an item: true sound, the same made of its tokens, and the seconds it took."""

    name: str
    true: np.ndarray
    made: np.ndarray
    blocks: list[tuple[int, int]]
    seconds: float


def channels_of(packs: Sequence[Pack], count: int) -> list[tuple[Pack, Item, int]]:
    """Channels of validation items in which somebody speaks, spread over the packs."""
    items = list(items_of(list(packs), "valid")) or list(items_of(list(packs)))
    spoken = [
        (pack, item, channel)
        for pack, item in items
        for channel in range(item.channels)
        if any(unit.channel == channel for unit in item.units)
    ]
    return [spoken[index] for index in np.linspace(0, len(spoken) - 1, min(count, len(spoken))).astype(int)]


def renderings_of(settings: Settings, networks: Networks, count: int) -> Iterator[Rendering]:
    """Channels as they are and as they are made of their tokens."""
    packs = read_packs(settings.data)
    tokens = {pack.name: read_arrays(settings.run, "tokens", pack, "tokens") for pack in packs}
    vectors = {pack.name: read_arrays(settings.run, "speakers", pack, "speakers") for pack in packs}
    for pack, item, channel in channels_of(packs, count):
        own = [int(token) for token in tokens[pack.name][item.id][channel][:LONGEST]]
        speaker = vectors[pack.name][item.id][channel]
        begun = time.process_time()
        made = synthesise(networks, settings.config, own, speaker, item.id)
        seconds = time.process_time() - begun
        true = pack.samples(item, channel)[: len(made)]
        yield Rendering(f"{item.id}-{channel}", true, made, blocks_of(len(own), settings.config), seconds)


def seam_roughness(sound: np.ndarray, blocks: Sequence[tuple[int, int]]) -> float:
    """How much faster the spectrum moves at the blocks' edges than elsewhere in speech: 1 is as fast."""
    frame = int(SEAM * SAMPLE_RATE) // 2
    pieces = sound[: len(sound) // frame * frame].reshape(-1, frame) * np.hanning(frame)
    logs = np.log(np.abs(np.fft.rfft(pieces, axis=1)) + 1e-3)
    speed = np.abs(np.diff(logs, axis=0)).mean(axis=1)
    loud = np.sqrt((pieces**2).mean(axis=1))
    spoken = (loud[1:] > 0.003) & (loud[:-1] > 0.003)
    seam = np.zeros(len(speed), dtype=bool)
    for start, _ in blocks[1:]:
        at = start * SAMPLES_PER_TOKEN // frame
        seam[max(0, at - 1) : at + 1] = True
    if not (spoken & seam).any():
        return float("nan")
    return float(speed[spoken & seam].mean() / speed[spoken & ~seam].mean())


def write_sound(path: Path, sound: np.ndarray) -> None:
    """Write sound as a WAV file of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def asked_settings(asked: argparse.Namespace) -> Settings:
    """The configuration that was asked for, with the steps, times and guidance that were."""
    config = config_named(asked.config)
    steps = config.flow.steps if asked.steps is None else asked.steps
    guidance = config.flow.guidance if asked.guidance is None else asked.guidance
    times = config.flow.times if asked.times is None else asked.times
    flow = replace(config.flow, steps=steps, guidance=guidance, times=times)
    return Settings(replace(config, flow=flow), asked.data, asked.run)


def main() -> None:
    """Print the table, write what was heard."""
    parser = argparse.ArgumentParser(prog="python -m dialospeech.flow_measures", description=__doc__)
    parser.add_argument("--config", default="a")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--steps", type=int, help="steps from noise to speech, if not the configuration's")
    parser.add_argument("--guidance", type=float, help="how much the condition is stressed, likewise")
    parser.add_argument("--times", choices=("even", "cosine"), help="where the steps lie, likewise")
    asked = parser.parse_args()
    settings = asked_settings(asked)
    flow = trained_flow(settings, load_state(settings, "flow"))
    networks = networks_of(flow, trained_vocoder(settings), settings.config)
    found: list[Nearness] = []
    roughness, seconds, length = [], 0.0, 0.0
    for rendering in renderings_of(settings, networks, asked.count):
        found.append(nearness(*(torch.from_numpy(each).unsqueeze(0) for each in (rendering.made, rendering.true))))
        roughness.append(
            seam_roughness(rendering.made, rendering.blocks) / seam_roughness(rendering.true, rendering.blocks)
        )
        seconds += rendering.seconds
        length += len(rendering.made) / SAMPLE_RATE
        if asked.out is not None:
            asked.out.mkdir(parents=True, exist_ok=True)
            write_sound(asked.out / f"{rendering.name}-true.wav", rendering.true)
            write_sound(asked.out / f"{rendering.name}-made.wav", rendering.made)
    near = mean_nearness(found)
    print("| mel, dB | spectrum, dB | pitch, cents | voicing, % | periodicity | level, dB | seams | seconds a second |")
    print("|---|---|---|---|---|---|---|---|")
    print(
        f"| {near.mel:.2f} | {near.spectral:.2f} | {near.pitch:.1f} | {near.voicing:.1f} | {near.periodicity:.3f} "
        f"| {near.level:+.2f} | {np.nanmean(roughness):.2f} | {seconds / length:.3f} |"
    )


if __name__ == "__main__":
    main()
