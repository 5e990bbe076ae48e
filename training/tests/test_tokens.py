"""The quantiser, and the extractor on a toy language."""

from __future__ import annotations

import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import toy  # noqa: E402

from dialospeech import tokens_train  # noqa: E402
from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.packs import read_packs  # noqa: E402
from dialospeech.symbol_times import read_arrays, write_times  # noqa: E402
from dialospeech.tokens_model import FiniteScalarQuantiser  # noqa: E402
from dialospeech.vocabulary import SIL, read_vocabulary  # noqa: E402


class Quantiser(unittest.TestCase):
    def test_every_code_can_be_reached_and_read_back(self) -> None:
        quantiser = FiniteScalarQuantiser((8, 5, 5, 5))
        values, codes = quantiser(torch.randn(40_000, 4))
        self.assertEqual(quantiser.codes, 1000)
        self.assertEqual(len(torch.unique(codes)), 1000)
        self.assertLessEqual(int(codes.max()), 999)
        torch.testing.assert_close(quantiser.values_of(codes), values.detach(), atol=1e-5, rtol=0)

    def test_the_ends_of_a_range_stay_inside(self) -> None:
        quantiser = FiniteScalarQuantiser((8, 5))
        _, codes = quantiser(torch.tensor([[-1e9, -1e9], [1e9, 1e9], [0.0, 0.0]]))
        self.assertEqual(codes[:2].tolist(), [0, 39])

    def test_gradients_pass(self) -> None:
        values = torch.zeros(1, 4, requires_grad=True)
        FiniteScalarQuantiser((8, 5, 5, 5))(values)[0].sum().backward()
        self.assertTrue((values.grad > 0).all())


class Tokens(unittest.TestCase):
    def test_a_toy_language_is_heard_in_its_tokens(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            vocabulary = read_vocabulary(toy.write_vocabulary(root / "vocabulary.json"))
            truth = toy.write_toy_pack(root / "packs" / "toy")
            [pack] = read_packs(root / "packs")
            settings = Settings(config_named("tiny"), root / "packs", root / "run")
            write_times(settings.run, pack, {
                item.id: np.stack([starts, np.append(starts[1:], starts[-1])], 1)
                for item, starts in zip(pack.items, truth)
            })
            with mock.patch.object(tokens_train, "read_vocabulary", lambda: vocabulary):
                tokens_train.run(settings)
            tokens = read_arrays(settings.run, "tokens", pack, "tokens")
            for item in pack.items:
                found = tokens[item.id]
                self.assertEqual((found.dtype, found.shape), (np.dtype(np.int16), (2, item.steps)))
                for unit in item.units:
                    middle = int((unit.start + 0.1) * 25)
                    self.assertNotEqual(found[unit.channel, middle], SIL)
                    self.assertEqual(found[1 - unit.channel, middle], SIL)
                    # The pause of 120 ms after the second word.
                    pause = int((unit.words[1].end + 0.06) * 25)
                    self.assertEqual(found[unit.channel, pause], SIL)
            log = [json.loads(line) for line in (settings.run / "log.jsonl").read_text().splitlines()]
            self.assertEqual(log[-1]["step"], "tokens/probe")
            self.assertGreater(log[-1]["valid"]["phones_right"], 0.7)


if __name__ == "__main__":
    unittest.main()
