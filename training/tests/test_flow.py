"""The flow: windows as at run time, what a window may see, and learning on a small pack."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.colours import speaker_colours  # noqa: E402
from dialospeech.config import MELS, Settings, config_named, with_iterations  # noqa: E402
from dialospeech.crops import Crop, crop_mels, training_places  # noqa: E402
from dialospeech.flow_export import FlowOnnx, example, export  # noqa: E402
from dialospeech.flow_model import FlowModel  # noqa: E402
from dialospeech.flow_renderings import read_renderings  # noqa: E402
from dialospeech.flow_measures import renderings_of, seam_roughness  # noqa: E402
from dialospeech.flow_train import run, trained_flow  # noqa: E402
from dialospeech.flow_windows import Other, WindowSource, window_frames  # noqa: E402
from dialospeech.packs import items_of, read_packs  # noqa: E402
from dialospeech.symbol_times import read_arrays, write_arrays  # noqa: E402
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

    def test_some_speakers_lean_towards_others_in_vector_and_colour_in_training_alone(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = WindowSource(prepared(Path(folder)), 4)
            width = TINY.speaker.vector
            plain = [source._draw(source.training, np.random.default_rng((source.seed, 1, at)))[1] for at in range(30)]
            source.colours = {speaker: np.zeros(MELS) for speaker in source.colours}
            vectors = np.eye(width, dtype=np.float32) * width**0.5
            source.others = {
                gender: [Other(vector, np.ones(MELS)) for vector in vectors] for gender in source.others
            }
            leaning = 0
            for at, before in enumerate(plain):
                after = source.training_windows(at)
                lengths = after.speaker.norm(dim=1)
                self.assertTrue(torch.allclose(lengths, torch.full_like(lengths, width**0.5), atol=1e-4))
                tint = after.mel - before.mel
                heard = (after.tokens != SIL).repeat_interleave(2, dim=1)
                self.assertTrue(bool((tint[~heard] == 0).all()))
                history = after.history.shape[1]
                self.assertTrue(torch.allclose(after.history - before.history, tint[:, :history], atol=1e-5))
                for row in range(len(tint)):
                    share = float(tint[row].max())
                    own = torch.ones(width)
                    mixed = (after.speaker[row] / after.speaker[row].min() - own).amax()
                    # Before its length is set right, a vector is 1 - share in all places and share * sqrt(width) more in one.
                    self.assertAlmostEqual(float(mixed) * (1 - share), share * width**0.5, delta=1e-3)
                    self.assertTrue(torch.allclose(tint[row][heard[row]], torch.tensor(share), atol=1e-5))
                    leaning += share > 0
            self.assertTrue(0.1 < leaning / 120 < 0.4)
            held = torch.cat([windows.speaker for windows in source.validation_windows(4)])
            self.assertTrue(torch.equal(held, torch.ones_like(held)))

    def test_a_colour_is_the_mean_of_what_sounds(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            settings = prepared(Path(folder))
            packs = read_packs(settings.data)
            tokens = {pack.name: read_arrays(settings.run, "tokens", pack, "tokens") for pack in packs}
            colours = speaker_colours(packs, tokens)
            spoken = {
                item.speakers[unit.channel].id
                for _, item in items_of(packs, "train")
                for unit in item.units
            }
            self.assertEqual(set(colours), spoken)
            silence = float(crop_mels([Crop(training_places(packs)[0], -100, 20)]).mean())
            for colour in colours.values():
                self.assertEqual(colour.shape, (MELS,))
                self.assertGreater(float(colour.mean()), silence + 0.5)

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
