"""The flow: windows as at run time, what a window may see, and learning on a small pack."""

from __future__ import annotations

import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.colours import Colour, speaker_colours  # noqa: E402
from dialospeech.config import MELS, Settings, config_named, with_iterations  # noqa: E402
from dialospeech.crops import Crop, crop_mels, training_places  # noqa: E402
from dialospeech.flow_export import FlowOnnx, example, export  # noqa: E402
from dialospeech.flow_model import FlowModel  # noqa: E402
from dialospeech.flow_renderings import read_renderings  # noqa: E402
from dialospeech.flow_measures import renderings_of, seam_roughness  # noqa: E402
from dialospeech.flow_train import run, trained_flow  # noqa: E402
from dialospeech.flow_windows import WindowSource, leant, window_frames  # noqa: E402
from dialospeech.leaning import STRETCH, Lean, Leaner, Other, recoloured  # noqa: E402
from dialospeech.mel import SILENT_MEL  # noqa: E402
from dialospeech.packs import items_of, read_packs  # noqa: E402
from dialospeech.symbol_times import read_arrays, write_arrays  # noqa: E402
from dialospeech.synthesise import networks_of  # noqa: E402
from dialospeech.training_loop import load_state  # noqa: E402
from dialospeech.vocabulary import SIL  # noqa: E402
from dialospeech.vocoder_polish import trained_vocoder  # noqa: E402
from dialospeech.vocoder_train import run as train_vocoder  # noqa: E402
from spoken_pack import hummed, write_spoken_pack  # noqa: E402

TINY = config_named("tiny")
WIDTH = TINY.speaker.vector
COLOUR = Colour(np.zeros(MELS), np.ones(MELS))


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

    def test_some_speakers_lean_in_training_alone(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = WindowSource(prepared(Path(folder)), 4)
            others = [Other(vector, COLOUR) for vector in np.eye(WIDTH, dtype=np.float32)]
            source.leaner.others = {among: others for among in source.leaner.others}
            leaning = [
                float((vector - vector[0]).abs().max()) > 1e-6
                for at in range(40)
                for vector in source.training_windows(at).speaker
            ]
            self.assertTrue(0.1 < np.mean(leaning) < 0.4)
            held = torch.cat([windows.speaker for windows in source.validation_windows(4)])
            self.assertTrue(torch.equal(held, torch.ones_like(held)))

    def test_who_leans_is_coloured_where_they_speak(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = WindowSource(prepared(Path(folder)), 4)
            windows = source.steady_windows(0)[1]
            vector = np.eye(4, WIDTH, dtype=np.float32) * WIDTH**0.5
            share = np.array([[0], [0.25], [0.5], [1]], np.float32)
            scale = np.full((4, MELS), 1.5, np.float32)
            shift = np.full((4, MELS), 0.5, np.float32)
            after = leant(windows, Lean(share, vector, scale, shift))
            heard = (windows.tokens != SIL).repeat_interleave(2, dim=1) & torch.from_numpy(share > 0)
            self.assertTrue(torch.equal(after.mel[~heard], windows.mel[~heard]))
            coloured = (windows.mel * 1.5 + 0.5).clamp_min(SILENT_MEL)
            self.assertTrue(torch.allclose(after.mel[heard], coloured[heard]))
            known = heard[:, : after.history.shape[1]]
            coloured = (windows.history * 1.5 + 0.5).clamp_min(SILENT_MEL)
            self.assertTrue(torch.allclose(after.history[known], coloured[known]))
            lengths = after.speaker.norm(dim=1)
            self.assertTrue(torch.allclose(lengths, torch.full_like(lengths, WIDTH**0.5), atol=1e-4))
            self.assertTrue(torch.equal(after.speaker[0], windows.speaker[0]))
            self.assertTrue(torch.allclose(after.speaker[3], torch.from_numpy(vector[3]), atol=1e-4))

    def test_speakers_lean_wholly_towards_strangers_to_a_language_alone(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            settings = prepared(Path(folder))
            [pack] = read_packs(settings.data)
            one, two = [item for _, item in items_of([pack], "train")]
            native = replace(one.speakers[0], native="zh")
            mandarin = replace(one, language="zh", speakers=(native,))
            both = replace(pack, items=(mandarin, two, replace(mandarin, language="en")))
            tokens = {pack.name: read_arrays(settings.run, "tokens", pack, "tokens")}
            vectors = {pack.name: read_arrays(settings.run, "speakers", pack, "speakers")}
            leaner = Leaner([both], tokens, vectors)
            self.assertEqual(set(leaner.strangers), {("female", "zh")})
            self.assertEqual({len(known) for known in leaner.strangers.values()}, {1})
            places = training_places([both])
            self.assertEqual(places[0].item.language, "zh")
            furthest = {}
            for place in (places[0], places[-1]):
                lean = leaner.draw([place] * 800, np.random.default_rng(3))
                self.assertLess(float((lean.share > 0).mean()), 0.4)
                furthest[place.item.language] = float(lean.share.max())
            self.assertGreater(furthest["zh"], 0.9)
            self.assertTrue(0.4 < furthest["en"] <= 0.5)

    def test_a_colour_is_how_what_sounds_is_spread(self) -> None:
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
            self.assertAlmostEqual(silence, SILENT_MEL, places=5)
            for colour in colours.values():
                self.assertEqual(colour.mean.shape, (MELS,))
                self.assertGreater(float(colour.mean.mean()), silence + 0.5)
                self.assertTrue(bool((colour.spread > 0).all()))

    def test_frames_take_the_mean_and_the_spread_of_whom_they_are_coloured_as(self) -> None:
        frames = np.random.default_rng(0).normal(2, 0.5, (500, MELS))
        own = Colour(frames.mean(0), frames.std(0))
        other = Colour(own.mean - 1, own.spread * 1.2)
        for share in (0.0, 0.5, 1.0):
            scale, shift = recoloured(own, other, share)
            made = frames * scale + shift
            self.assertTrue(np.allclose(made.mean(0), own.mean - share))
            self.assertTrue(np.allclose(made.std(0), own.spread * 1.2**share))
        scale, _ = recoloured(own, Colour(own.mean, own.spread * 100), 1.0)
        self.assertTrue(np.allclose(scale, STRETCH))

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
