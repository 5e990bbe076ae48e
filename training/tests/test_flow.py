"""The flow: windows as at run time, what a window may see, and learning on a small pack."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.config import MELS, Settings, config_named, with_iterations  # noqa: E402
from dialospeech.flow_export import FlowOnnx, example, export  # noqa: E402
from dialospeech.flow_model import FlowModel  # noqa: E402
from dialospeech.flow_renderings import read_renderings  # noqa: E402
from dialospeech.flow_measures import renderings_of, seam_roughness  # noqa: E402
from dialospeech.flow_train import run, trained_flow  # noqa: E402
from dialospeech.flow_windows import WindowSource, window_frames  # noqa: E402
from dialospeech.packs import read_packs  # noqa: E402
from dialospeech.symbol_times import write_arrays  # noqa: E402
from dialospeech.synthesise import networks_of  # noqa: E402
from dialospeech.training_loop import load_state  # noqa: E402
from dialospeech.vocabulary import SIL  # noqa: E402
from dialospeech.vocoder_polish import trained_vocoder  # noqa: E402
from dialospeech.vocoder_train import run as train_vocoder  # noqa: E402
from spoken_pack import hummed, write_spoken_pack  # noqa: E402

TINY = config_named("tiny")


def prepared(folder: Path) -> Settings:
    """A pack of hummed speech with the tokens and vectors that earlier steps would have written."""
    write_spoken_pack(folder / "data" / "one")
    settings = Settings(TINY, folder / "data", folder / "run")
    for pack in read_packs(settings.data):
        tokens = {}
        for item in pack.items:
            own = np.full((item.channels, item.steps), SIL, dtype=np.int16)
            for unit in item.units:
                own[unit.channel, int(unit.start * 25) : int(unit.end * 25)] = 7
            tokens[item.id] = own
        write_arrays(settings.run / "tokens" / f"{pack.name}.npz", tokens)
        vectors = {item.id: np.ones((item.channels, TINY.speaker.vector), np.float32) for item in pack.items}
        write_arrays(settings.run / "speakers" / f"{pack.name}.npz", vectors)
    return settings


class Flow(unittest.TestCase):
    def test_windows_are_those_of_the_runtime(self) -> None:
        random = np.random.default_rng(0)
        drawn = {window_frames(TINY.flow, random) for _ in range(400)}
        self.assertIn((0, 30), drawn)
        self.assertIn((24, 56), drawn)
        self.assertTrue(all(made % 2 == 0 and 8 <= made <= 56 for _, made in drawn))

    def test_windows_hold_sound_and_its_tokens(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = WindowSource(prepared(Path(folder)), 4)
            for iteration in range(4):
                windows = source.training_windows(iteration)
                loud = windows.mel.mean(dim=2) > -2
                spoken = (windows.tokens != SIL).repeat_interleave(2, dim=1)
                self.assertGreater(float((loud == spoken).float().mean()), 0.85)
                self.assertTrue(bool((windows.weight[:, windows.known.bool()] == 0).all()))
                again = source.training_windows(iteration)
                self.assertTrue(torch.equal(windows.mel, again.mel))

    def test_some_speakers_lean_towards_others_in_training_alone(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = WindowSource(prepared(Path(folder)), 4)
            width = TINY.speaker.vector
            source.everyone = list(np.eye(width, dtype=np.float32) * width**0.5)
            drawn = torch.cat([source.training_windows(iteration).speaker for iteration in range(30)])
            lengths = drawn.norm(dim=1)
            self.assertTrue(torch.allclose(lengths, torch.full_like(lengths, width**0.5), atol=1e-4))
            leans = (drawn - 1).abs().amax(dim=1) > 1e-4
            self.assertTrue(0.1 < float(leans.float().mean()) < 0.4)
            # Nobody leans so far as to be nearer to the other than to themselves.
            nearness = drawn.sum(dim=1) / width**0.5 - drawn.amax(dim=1)
            self.assertTrue(bool((nearness > -1e-4).all()))
            held = torch.cat([windows.speaker for windows in source.validation_windows(4)])
            self.assertTrue(torch.equal(held, torch.ones_like(held)))

    def test_what_is_not_told_makes_no_difference(self) -> None:
        torch.manual_seed(0)
        model = FlowModel(TINY).eval()
        torch.nn.init.normal_(model.out.weight)
        mel, known, tokens, speaker, time, _ = example(Settings(TINY, Path("."), Path(".")), 1, 30)
        none = torch.zeros(1)
        with torch.no_grad():
            one = FlowOnnx(model)(mel, known, tokens, speaker, time, none)
            two = FlowOnnx(model)(mel, known, (tokens + 1) % 1000, -speaker, time, none)
            told = FlowOnnx(model)(mel, known, tokens, speaker, time, none + 1)
        self.assertTrue(torch.allclose(one, two))
        self.assertFalse(torch.allclose(one, told))
        self.assertEqual(tuple(one.shape), (1, 30, MELS))

    def test_it_learns_goes_on_and_is_exported(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            settings = prepared(Path(folder))
            run(with_iterations(settings, "flow", 12))
            self.assertEqual(torch.load(settings.run / "flow" / "last.pt")["progress"]["iteration"], 12)
            run(with_iterations(settings, "flow", 60))
            progress = torch.load(settings.run / "flow" / "last.pt")["progress"]
            self.assertEqual(progress["iteration"], 60)
            self.assertLess(progress["best"], 6.0)
            self.assertIn("average", load_state(settings, "flow"))
            [written] = export(settings, Path(folder) / "out")
            self.assertEqual(written.name, "flow.onnx")
            self.assertIsNone(read_renderings(settings))
            train_vocoder(with_iterations(settings, "vocoder", 2))
            renderings = read_renderings(settings)
            assert renderings is not None
            self.assertEqual(renderings.mel.shape, (8, 80, MELS))
            flow = trained_flow(settings, load_state(settings, "flow"))
            networks = networks_of(flow, trained_vocoder(settings), TINY)
            [rendering] = renderings_of(settings, networks, 1)
            self.assertEqual(rendering.made.shape, rendering.true.shape)
            self.assertGreater(float(np.abs(rendering.made).max()), 0)

    def test_a_seam_that_jumps_is_rough(self) -> None:
        sound = hummed(2.0, 120.0, np.random.default_rng(3))
        blocks = [(0, 12), (12, 37), (37, 50)]
        smooth = seam_roughness(sound, blocks)
        sound[12 * 640 : 12 * 640 + 160] += 0.1 * np.random.default_rng(4).standard_normal(160)
        self.assertLess(smooth, 1.3)
        self.assertGreater(seam_roughness(sound, blocks), 1.2 * smooth)


if __name__ == "__main__":
    unittest.main()
