"""The step `dialm` on a toy pack: it trains, goes on where it was, is exported and measured."""

from __future__ import annotations

import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech import dialm_export, dialm_train
from dialospeech.config import CONFIGS, Settings, with_iterations
from dialospeech.dialm_timing import compare
from dialospeech.packs import read_packs
from dialospeech.sample_dialm import Sampling
from dialospeech.symbol_times import even_times, write_arrays, write_times
from dialospeech.vocabulary import SIL, read_vocabulary
from toy import write_toy_pack


def toy_run(folder: Path) -> Settings:
    """A toy pack with an even alignment, tokens of noise, and a vector for each speaker."""
    torch.set_num_threads(1)
    write_toy_pack(folder / "packs" / "toy", items=3)
    settings = Settings(CONFIGS["tiny"], folder / "packs", folder / "run", seed=1)
    (pack,) = read_packs(settings.data)
    vocabulary, random = read_vocabulary(), np.random.default_rng(0)
    times, tokens, speakers = {}, {}, {}
    for item in pack.items:
        times[item.id] = np.concatenate([even_times(unit, vocabulary) for unit in item.units])
        heard = random.integers(0, 9, size=(item.channels, item.steps))
        for unit in item.units:
            heard[unit.channel, : int(unit.start * 25)] = SIL
        tokens[item.id] = heard.astype(np.int16)
        speakers[item.id] = random.standard_normal((item.channels, 16)).astype(np.float32)
    write_times(settings.run, pack, times)
    write_arrays(settings.run / "tokens" / "toy.npz", tokens)
    write_arrays(settings.run / "speakers" / "toy.npz", speakers)
    return settings


class Training(unittest.TestCase):
    def test_a_run_from_packs_to_files_and_figures(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            settings = toy_run(Path(name))
            dialm_train.run(with_iterations(settings, "dialm", 10))
            dialm_train.run(settings)
            log = [json.loads(line) for line in (settings.run / "log.jsonl").read_text().splitlines()]
            self.assertEqual([line["iteration"] for line in log], [10, 20])
            self.assertLess(log[1]["valid"]["loss"], log[0]["valid"]["loss"])
            written = dialm_export.export(settings, settings.run / "model")
            self.assertTrue(all((settings.run / "model" / one.name).exists() for one in written))
            found = compare(settings, 1, Sampling(), split="train")
            self.assertEqual((found["scripts"], found["unfinished"]), (1, 0))

    def test_what_is_missing_is_named(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            settings = toy_run(Path(name))
            (settings.run / "tokens" / "toy.npz").unlink()
            with self.assertRaisesRegex(FileNotFoundError, "run the step `tokens`"):
                dialm_train.run(settings)


if __name__ == "__main__":
    unittest.main()
