"""Tokens to sound in blocks: the runtime's golden, the gate, and seams."""

from __future__ import annotations

import json
import os
import sys
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.config import HOP, MELS, config_named  # noqa: E402
from dialospeech.flow_model import FlowModel  # noqa: E402
from dialospeech.synthesise import (  # noqa: E402
    Chance,
    Networks,
    Way,
    blocks_of,
    frame_noise,
    heard_of,
    inverse,
    networks_in,
    networks_of,
    sounding_part,
    synthesise,
)
from dialospeech.vocabulary import SIL  # noqa: E402
from dialospeech.vocoder_model import VocoderModel  # noqa: E402

FIXTURES = Path(__file__).resolve().parents[2] / "packages" / "dialospeech" / "src" / "fixtures"
GOLDEN = FIXTURES / "sound.json"
TINY = config_named("tiny")


def golden_tokens() -> list[int]:
    """Speech with a short and a long silence, in which a block is skipped."""
    tokens = [int(value) for value in np.random.default_rng(1).integers(0, 1000, 100)]
    tokens[5] = SIL
    tokens[30:64] = [SIL] * 34
    return tokens


def measures_of(networks: Networks) -> dict[str, object]:
    """What the golden keeps of the sound of its tokens."""
    tokens = golden_tokens()
    speaker = [round(float(np.sin(number)), 6) for number in range(TINY.speaker.vector)]
    sound = synthesise(networks, TINY, tokens, np.array(speaker), "seed/0")
    levels = np.sqrt((sound.reshape(-1, HOP) ** 2).mean(axis=1))
    return {
        "seed": "seed/0",
        "tokens": tokens,
        "speaker": speaker,
        "blocks": blocks_of(len(tokens), TINY),
        "noise": [round(float(value), 6) for value in frame_noise("seed/0", 3, 1)[0, :4]],
        "levels": [round(float(level), 7) for level in levels],
        "samples": [round(float(sample), 7) for sample in sound[::997]],
    }


def heard_networks(seed: int = 3) -> Networks:
    """Small networks whose flow moves."""
    torch.manual_seed(seed)
    flow, vocoder = FlowModel(TINY).eval(), VocoderModel(TINY).eval()
    for layer in (flow.steering, flow.last, flow.out):
        torch.nn.init.normal_(layer.weight, std=0.05)
    return networks_of(flow, vocoder, TINY)


class Sound(unittest.TestCase):
    def test_the_golden_of_the_runtime(self) -> None:
        folder = FIXTURES / "tiny"
        try:
            import onnxruntime  # noqa: F401
        except ImportError:
            self.skipTest("onnxruntime is not installed, which the golden's models need")
        if not (folder / "flow.onnx").exists():
            self.skipTest(f"no models in {folder}")
        found = measures_of(networks_in(folder))
        if os.environ.get("UPDATE_GOLDENS"):
            GOLDEN.write_text(json.dumps(found) + "\n", encoding="utf-8")
        kept = json.loads(GOLDEN.read_text(encoding="utf-8"))
        self.assertEqual([list(block) for block in blocks_of(100, TINY)], kept["blocks"])
        np.testing.assert_allclose(found["noise"], kept["noise"], atol=1e-6)
        np.testing.assert_allclose(found["levels"], kept["levels"], rtol=0.02, atol=2e-5)
        np.testing.assert_allclose(found["samples"], kept["samples"], rtol=0.05, atol=5e-4)

    def test_chance_is_that_of_the_runtime(self) -> None:
        self.assertAlmostEqual(Chance("x").next(), 0.30210562516003847, places=15)

    def test_blocks_cover_all(self) -> None:
        for count in (0, 1, 12, 13, 60):
            edges = blocks_of(count, TINY)
            self.assertEqual([token for block in edges for token in range(*block)], list(range(count)))

    def test_short_silences_are_heard(self) -> None:
        self.assertEqual(heard_of([1, SIL, SIL, 2, SIL, SIL, SIL]), [True] * 4 + [False] * 3)

    def test_a_block_is_made_from_its_first_sound_to_its_last(self) -> None:
        quiet = [False] * 4
        self.assertEqual(sounding_part([*quiet, True, *quiet], 9), (3, 6))
        # What follows the block fades in at its end.
        self.assertEqual(sounding_part([*quiet, True], 4), (3, 4))
        self.assertEqual(sounding_part([*quiet, False, True], 4), (4, 4))

    def test_steps_may_be_short_ones_first(self) -> None:
        times = [round(Way(3, 0.3, "cosine").time(step), 3) for step in range(4)]
        self.assertEqual(times, [0.0, 0.134, 0.5, 1.0])
        self.assertEqual(Way(4, 0.3).time(1), 0.25)

    def test_long_silence_is_digital_and_skipped(self) -> None:
        calls: list[int] = []
        networks = heard_networks()

        def counted(mel: np.ndarray, phase: float, frame: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            calls.append(frame)
            return networks.spectra(mel, phase, frame)

        tokens = [*range(12), *[SIL] * 51, *range(12)]
        sound = synthesise(Networks(networks.velocity, counted), TINY, tokens, np.zeros(16)).reshape(-1, 640)
        self.assertEqual(calls, [0, 124])
        self.assertTrue((sound[13:62] == 0).all())
        self.assertGreater(float(np.abs(sound[:12]).max()), 0)
        self.assertGreater(float(np.abs(sound[63:]).max()), 0)

    def test_the_inverse_undoes_the_transform(self) -> None:
        sound = np.random.default_rng(2).standard_normal(3200)
        window = np.hanning(1281)[:-1]
        padded = np.pad(sound, 480)
        frames = np.stack([np.fft.rfft(padded[f * HOP : f * HOP + 1280] * window) for f in range(10)])
        np.testing.assert_allclose(inverse(frames.real, frames.imag), sound, atol=1e-5)

    def test_seams_are_no_louder_than_the_rest(self) -> None:
        # The networks hear no further than their windows, so the seams are all that may differ.
        torch.manual_seed(4)
        vocoder = VocoderModel(TINY).eval()

        def velocity(
            mel: np.ndarray, known: np.ndarray, tokens: np.ndarray, speaker: np.ndarray, time: float
        ) -> np.ndarray:
            target = np.sin(np.repeat(tokens, 2)[:, None] / 9.0 + np.arange(MELS) / 5.0).astype(np.float32)
            return (target[None] - mel) / (1.0 - time)

        networks = Networks(velocity, networks_of(FlowModel(TINY), vocoder, TINY).spectra)
        tokens = list(range(62))
        blocks = synthesise(networks, TINY, tokens, np.zeros(16))
        whole = synthesise(networks, TINY, tokens, np.zeros(16), blocks=[(0, 62)])
        difference = np.abs(blocks - whole).reshape(-1, 640).max(axis=1)
        self.assertLess(float(difference[[12, 37]].max()), 0.1 * float(np.abs(whole).max()) + 1e-6)
        jumps = np.abs(np.diff(blocks))
        at_seams = max(float(jumps[edge * 640 - 2 : edge * 640 + 2].max()) for edge in (12, 37))
        self.assertLessEqual(at_seams, float(np.quantile(jumps, 0.999)) + 1e-6)


if __name__ == "__main__":
    unittest.main()
