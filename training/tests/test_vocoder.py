"""The vocoder and the pitch it stands on: known tones, phases that go on, and learning."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.config import HOP, Settings, config_named, with_iterations  # noqa: E402
from dialospeech.pitch import fundamental_phases, refined, track_pitch  # noqa: E402
from dialospeech.training_loop import load_state  # noqa: E402
from dialospeech.vocoder_export import export  # noqa: E402
from dialospeech.vocoder_model import Source, VocoderModel, comb, sound_of, summed_phases  # noqa: E402
from dialospeech.griffin_lim import griffin_lim  # noqa: E402
from dialospeech.vocoder_measures import measured, vocoder_maker  # noqa: E402
from dialospeech.vocoder_polish import trained_vocoder  # noqa: E402
from dialospeech.vocoder_train import run  # noqa: E402
from spoken_pack import hummed, write_spoken_pack  # noqa: E402

TINY = config_named("tiny")


class Pitch(unittest.TestCase):
    def test_tones_from_low_to_high(self) -> None:
        for pitch in (75.0, 120.0, 230.0, 400.0):
            time = torch.arange(16000) / 16000
            sound = 0.1 * sum(torch.cos(2 * np.pi * number * pitch * time) / number for number in range(1, 9))
            found, voiced = track_pitch(sound.unsqueeze(0))
            phases = fundamental_phases(sound.unsqueeze(0), found)
            better = refined(found, phases, voiced)[0, 4:-4]
            self.assertTrue(bool(voiced[0, 4:-4].all()))
            self.assertLess(float((better - pitch).abs().max()), 0.3)

    def test_noise_and_silence_have_none(self) -> None:
        torch.manual_seed(0)
        sound = torch.cat([torch.zeros(16000), 0.05 * torch.randn(16000)]).unsqueeze(0)
        self.assertLess(float(track_pitch(sound)[1].float().mean()), 0.05)


class Vocoder(unittest.TestCase):
    def test_a_comb_of_steady_pitch_is_a_tone_of_that_pitch(self) -> None:
        pitch = torch.full((1, 60), 143.0)
        source = Source(pitch, summed_phases(pitch, torch.tensor([0.2]), 20), torch.ones(1, 60))
        self.assertAlmostEqual(float(source.phases[0, 20]), 0.2, places=5)
        real, imaginary = comb(source)
        signs = VocoderModel(TINY).signs
        sound = 100 * sound_of(real * signs, imaginary * signs)
        found, voiced = track_pitch(sound)
        self.assertTrue(bool(voiced[0, 4:-4].all()))
        self.assertLess(float((found[0, 4:-4] - 143.0).abs().max()), 1.0)
        heard = fundamental_phases(sound, pitch)[0, 4:-4] - source.phases[0, 4:-4]
        self.assertLess(float((heard - heard.round()).abs().max()), 0.02)

    def test_phases_go_on_in_the_next_call(self) -> None:
        torch.manual_seed(0)
        model = VocoderModel(TINY).eval()
        mel = torch.randn(1, 90, 80)
        with torch.no_grad():
            whole = model(mel, torch.tensor([0.1]), torch.tensor([0]), 20)
            first = model(mel[:, :56], torch.tensor([0.1]), torch.tensor([0]), 20)
            second = model(mel[:, 30:], first[2][:, 50], torch.tensor([30]), 20)
        # Beyond its network's reach a call is the same as the whole.
        self.assertTrue(torch.allclose(whole[0][:, 36:50], torch.cat([first[0], second[0]], 1)[:, 36:50], atol=1e-4))
        difference = whole[2][:, 56:80] - second[2][:, 26:50]
        self.assertLess(float((difference - difference.round()).abs().max()), 0.02)

    def test_it_learns_goes_on_and_is_exported(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_spoken_pack(Path(folder) / "data" / "one")
            settings = Settings(TINY, Path(folder) / "data", Path(folder) / "run")
            run(with_iterations(settings, "vocoder", 4))
            early = torch.load(settings.run / "vocoder" / "last.pt")["progress"]
            run(with_iterations(settings, "vocoder", 24))
            late = torch.load(settings.run / "vocoder" / "last.pt")["progress"]
            self.assertEqual(late["iteration"], 24)
            self.assertLess(late["best"], early["best"])
            self.assertIn("model", load_state(settings, "vocoder"))
            polished = torch.load(settings.run / "vocoder-polish" / "last.pt")
            self.assertEqual(polished["progress"]["iteration"], TINY.vocoder.polish_iterations)
            makers = {"vocoder": vocoder_maker(trained_vocoder(settings)), "floor": griffin_lim}
            found = measured(settings, makers, 1)
            self.assertTrue(np.isfinite([near.mel for near in found.values()]).all())
            self.assertLess(found["floor"].mel, 3.0)
            [written] = export(settings, Path(folder) / "out")
            self.assertEqual(written.name, "vocoder.onnx")

    def test_sound_keeps_its_length(self) -> None:
        random = np.random.default_rng(1)
        sound = torch.from_numpy(hummed(1.0, 150.0, random)).unsqueeze(0)
        frames = sound.shape[1] // HOP
        self.assertEqual(tuple(sound_of(torch.zeros(1, frames, 641), torch.zeros(1, frames, 641)).shape), (1, 16000))


if __name__ == "__main__":
    unittest.main()
