"""The pitch tracker on sounds whose pitch is known."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech import pitch  # noqa: E402


def harmonics(hertz: np.ndarray, count: int = 12, first: int = 1) -> np.ndarray:
    """A sound of harmonics that fall by 6 dB an octave, on a changing pitch."""
    phase = 2 * np.pi * np.cumsum(hertz) / 16000
    return 0.2 * sum(np.sin(n * phase) / n for n in range(first, first + count))


def track_pitch(sound: np.ndarray) -> np.ndarray:
    """Hertz of every frame of one channel, 0 where there is no voice."""
    hertz, voiced = pitch.track_pitch(torch.from_numpy(sound.astype(np.float32)).unsqueeze(0))
    return torch.where(voiced, hertz, torch.zeros_like(hertz))[0].numpy()


class Pitch(unittest.TestCase):
    def test_steady_sounds(self) -> None:
        for hertz in (75.0, 110.0, 210.0, 320.0):
            found = track_pitch(harmonics(np.full(16000, hertz)))
            self.assertEqual(len(found), 50)
            np.testing.assert_allclose(found[3:-3], hertz, rtol=0.01)

    def test_a_sine_and_a_missing_fundamental(self) -> None:
        np.testing.assert_allclose(track_pitch(harmonics(np.full(8000, 150.0), 1))[3:-3], 150, rtol=0.01)
        np.testing.assert_allclose(track_pitch(harmonics(np.full(8000, 150.0), 6, 2))[3:-3], 150, rtol=0.01)

    def test_a_glide(self) -> None:
        hertz = np.linspace(100, 250, 16000)
        found = track_pitch(harmonics(hertz))
        np.testing.assert_allclose(found[3:-3], hertz[160::320][3:-3], rtol=0.02)

    def test_hiss_and_silence_have_none(self) -> None:
        noise = np.random.default_rng(0).standard_normal(16000)
        self.assertLess((track_pitch(noise) > 0).mean(), 0.1)
        self.assertEqual(track_pitch(np.zeros(16000)).max(), 0)

    def test_voice_between_silences(self) -> None:
        sound = np.concatenate([np.zeros(6400), harmonics(np.full(6400, 120.0)), np.zeros(6400)])
        voiced = track_pitch(sound) > 0
        self.assertTrue(voiced[21:39].all())
        self.assertFalse(voiced[:18].any() or voiced[42:].any())


if __name__ == "__main__":
    unittest.main()
