"""The recogniser of phones on the toy language, and how its errors are counted."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import toy  # noqa: E402

from dialospeech import recognise  # noqa: E402
from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.packs import read_packs  # noqa: E402
from dialospeech.recognise_data import LONGEST, batch_of, stretches_of, vary  # noqa: E402
from dialospeech.recognise_model import classes_of, edits, read_phones  # noqa: E402
from dialospeech.vocabulary import VOCABULARY_FILE, read_vocabulary  # noqa: E402


class Counting(unittest.TestCase):
    def test_edits(self) -> None:
        self.assertEqual(edits([], []), 0)
        self.assertEqual(edits([], [1, 2]), 2)
        self.assertEqual(edits([1, 2, 3], []), 3)
        self.assertEqual(edits([1, 2, 3, 4], [1, 3, 5]), 2)

    def test_a_phone_that_lasts_is_one_and_a_blank_parts_two(self) -> None:
        path = torch.tensor([0, 3, 3, 0, 3, 2, 2, 0])
        self.assertEqual(read_phones(torch.nn.functional.one_hot(path, 5).float()), [3, 3, 2])

    def test_classes_have_tones_where_mandarin_has(self) -> None:
        classes = classes_of(read_vocabulary(VOCABULARY_FILE))
        self.assertNotEqual(classes.of("zh_ao", 3), classes.of("zh_ao", 4))
        self.assertEqual(classes.of("zh_b", 3), classes.of("zh_b", 0))
        self.assertEqual(classes.of("<turn>", 0), 0)


class Recognising(unittest.TestCase):
    def test_stretches_hold_their_phones(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            toy.write_toy_pack(Path(folder) / "toy")
            packs = read_packs(Path(folder))
            vocabulary = read_vocabulary(toy.write_vocabulary(Path(folder) / "v.json"))
            stretches = stretches_of(packs, ("train",), classes_of(vocabulary), vocabulary)
        self.assertEqual(len(stretches), 6 * 4)
        for stretch in stretches:
            self.assertEqual(len(stretch.mel), len(stretch.frames))
            self.assertLess(len(stretch.mel) / 50, LONGEST + 0.5)
            changes = int((np.diff(_phones_only(stretch.frames)) != 0).sum())
            self.assertGreaterEqual(len(stretch.phones), 1 + changes)
        mel = vary(stretches[0].mel, np.random.default_rng(1))
        self.assertEqual(mel.shape, stretches[0].mel.shape)
        self.assertTrue(np.isfinite(mel).all())
        batch = batch_of(stretches[:3], [one.mel for one in stretches[:3]])
        self.assertEqual(int(batch.counts.sum()), len(batch.phones))

    def test_learns_goes_on_and_writes(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            toy.write_toy_pack(root / "packs" / "toy")
            vocabulary = toy.write_vocabulary(root / "v.json")
            settings = Settings(config_named("tiny"), root / "packs", root / "run")
            packs = read_packs(root / "packs")
            for iterations in (60, 120):
                recognise.learn(settings, packs, iterations, vocabulary)
            log = [json.loads(line) for line in (settings.run / "log.jsonl").read_text().splitlines()]
            self.assertLess(log[-1]["train"]["loss"], log[0]["train"]["loss"])
            self.assertLess(log[-1]["valid"]["loss"], 1.0)
            if importlib.util.find_spec("onnxruntime"):
                names = recognise.export(settings, root / "out", vocabulary)
                self.assertEqual(names, ["phones.onnx", "phones.json"])
                said = json.loads((root / "out" / "phones.json").read_text())
                self.assertEqual(len(said["classes"]), len(toy.PHONES))

    def test_nothing_to_learn_from_is_said(self) -> None:
        settings = Settings(config_named("tiny"), Path("none"), Path("none"))
        with self.assertRaisesRegex(ValueError, "no speech"):
            recognise.learn(settings, [])


def _phones_only(frames: np.ndarray) -> np.ndarray:
    return frames[frames > 0]


if __name__ == "__main__":
    unittest.main()
