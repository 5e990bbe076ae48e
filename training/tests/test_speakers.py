"""The speaker encoder on toy voices, and the measure of it."""

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

from dialospeech import speakers_train  # noqa: E402
from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.packs import read_packs  # noqa: E402
from dialospeech.speaker_export import export  # noqa: E402
from dialospeech.speaker_model import SpeakerEncoder  # noqa: E402
from dialospeech.speaker_similarity import Heard, area_under_curve, measure_similarity  # noqa: E402
from dialospeech.symbol_times import read_arrays  # noqa: E402


class Similarity(unittest.TestCase):
    def test_area(self) -> None:
        self.assertEqual(area_under_curve(np.array([2.0, 3.0]), np.array([0.0, 1.0])), 1.0)
        self.assertEqual(area_under_curve(np.array([1.0]), np.array([1.0])), 0.5)
        self.assertEqual(area_under_curve(np.array([0.0, 2.0]), np.array([1.0])), 0.5)

    def test_pairs_across_languages_are_counted_alone(self) -> None:
        first, second = np.array([1.0, 0.0]), np.array([0.0, 1.0])
        heard = [
            Heard("a", "female", "en", first), Heard("a", "female", "en", first),
            Heard("b", "female", "en", second), Heard("b", "female", "zh", second),
            Heard("a", "female", "zh", second),
        ]
        found = measure_similarity(heard)
        self.assertLess(found["area"], 1)
        self.assertEqual(set(found), {"loss", "area", "area_one_gender", "area_across_languages"})


class Encoder(unittest.TestCase):
    def test_vectors_have_length_one_at_any_length(self) -> None:
        encoder = SpeakerEncoder(config_named("tiny").speaker).eval()
        for frames in (5, 50, 333):
            vector = encoder(torch.randn(2, frames, 80))
            torch.testing.assert_close(vector.norm(dim=1), torch.ones(2), atol=1e-4, rtol=0)

    def test_toy_voices_are_told_apart(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            toy.write_toy_pack(root / "packs" / "toy")
            settings = Settings(config_named("tiny"), root / "packs", root / "run")
            speakers_train.run(settings)
            [pack] = read_packs(root / "packs")
            vectors = read_arrays(settings.run, "speakers", pack, "speakers")
            self.assertEqual(vectors["toy-0"].shape, (2, 16))
            everyone = json.loads((settings.run / "speakers" / "all.json").read_text())
            self.assertEqual([one["id"] for one in everyone], sorted(toy.PITCH))
            log = [json.loads(line) for line in (settings.run / "log.jsonl").read_text().splitlines()]
            self.assertGreater(log[-1]["valid"]["area"], 0.75)
            if importlib.util.find_spec("onnxruntime"):
                [written] = export(settings, root / "out")
                self.assertEqual(written.name, "speaker.onnx")


if __name__ == "__main__":
    unittest.main()
