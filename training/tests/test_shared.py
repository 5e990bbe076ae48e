"""The parts that every step stands on: mel frames, packs, the loop."""

from __future__ import annotations

import contextlib
import io
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

from dialospeech.config import HOP, MELS, Settings, config_named  # noqa: E402
from dialospeech.mel import log_mel, mel_filters  # noqa: E402
from dialospeech.packs import items_of, read_packs, some_of  # noqa: E402
from dialospeech.training_loop import Average, Loop, gradient_update, load_state, save_atomically, train  # noqa: E402


class MelFrames(unittest.TestCase):
    def test_counts_are_whole_hops(self) -> None:
        for samples in (640, 6400, 6719, 6720):
            mel = log_mel(torch.randn(2, samples))
            self.assertEqual(tuple(mel.shape), (2, samples // HOP, MELS))

    def test_a_click_is_loudest_in_its_own_frame(self) -> None:
        sound = torch.zeros(1, 6400)
        sound[0, 320 * 7 + 160] = 1.0
        self.assertEqual(int(log_mel(sound)[0].mean(-1).argmax()), 7)

    def test_a_sine_is_loudest_in_its_band(self) -> None:
        sound = torch.sin(2 * np.pi * 1000 * torch.arange(6400) / 16000).unsqueeze(0)
        band = int(log_mel(sound)[0, 10].argmax())
        centre = (mel_filters()[band] * np.arange(513) * 15.625).sum() / mel_filters()[band].sum()
        self.assertLess(abs(centre - 1000), 40)

    def test_too_short_a_sound_says_so(self) -> None:
        with self.assertRaisesRegex(ValueError, "too few"):
            log_mel(torch.zeros(1, 320))


def write_pack(folder: Path, frames: int = 6400) -> None:
    """A pack with one item of noise."""
    folder.mkdir(parents=True)
    unit = {
        "channel": 0, "role": "turn", "start": 0.1, "end": 0.3, "cut": False, "text": "a",
        "symbols": [1, 20, 5], "tones": [0, 0, 0],
        "words": [{"text": "a", "from": 1, "to": 2, "start": 0.1, "end": 0.3}],
    }
    item = {
        "id": "x", "split": "train", "language": "en", "kind": "monologue", "register": "",
        "channels": 1, "frames": frames, "offset": 0,
        "speakers": [{"id": "s", "gender": "female", "native": "en"}], "units": [unit],
    }
    (folder / "items.jsonl").write_text(json.dumps(item) + "\n")
    np.full(6400, 16384, dtype="<i2").tofile(folder / "audio.i16")


class Packs(unittest.TestCase):
    def test_items_and_sound(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_pack(Path(folder) / "one")
            packs = read_packs(Path(folder))
            [(pack, item)] = list(items_of(packs, split="train"))
            self.assertEqual(item.steps, 10)
            self.assertEqual(item.units[0].words[0].first, 1)
            self.assertAlmostEqual(float(pack.samples(item, 0)[0]), 0.5)
            self.assertEqual(list(items_of(packs, split="valid")), [])

    def test_a_pack_that_is_still_being_made_is_not_read(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_pack(Path(folder) / "one")
            write_pack(Path(folder) / ".two.partial", frames=12800)
            self.assertEqual([pack.name for pack in read_packs(Path(folder))], ["one"])

    def test_some_are_as_many_as_make_the_hours(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            toy.write_toy_pack(Path(folder) / "toy")
            packs = read_packs(Path(folder))
            seconds = [item.frames / 16000 for _, item in items_of(packs)]
            some = [item for _, item in items_of(some_of(packs, sum(seconds[:3]) / 3600, 1))]
            self.assertTrue(2 <= len(some) <= 5)
            self.assertEqual(some, [item for _, item in items_of(some_of(packs, sum(seconds[:3]) / 3600, 1))])
            self.assertEqual(len(list(items_of(some_of(packs, 9.0, 1)))), 8)

    def test_what_is_cut_off_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_pack(Path(folder) / "one", frames=12800)
            with self.assertRaisesRegex(ValueError, "ends before item x"):
                read_packs(Path(folder))
            with self.assertRaisesRegex(FileNotFoundError, "No packs"):
                read_packs(Path(folder) / "none")


def loop_of(folder: Path, iterations: int) -> tuple[Loop, torch.nn.Linear]:
    """A loop that fits a line."""
    torch.manual_seed(1)
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    average = Average(model, 0.9)

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        x = torch.randn(16, 1)
        return {"loss": ((model(x) - 3 * x - 1) ** 2).mean()}

    def validate() -> dict[str, float]:
        x = torch.linspace(-1, 1, 9).unsqueeze(1)
        with torch.no_grad():
            return {"loss": float(((model(x) - 3 * x - 1) ** 2).mean())}

    settings = Settings(config_named("tiny"), folder, folder)
    update = gradient_update(model, optimizer, loss_of, average=average)
    state = {"model": model, "optimizer": optimizer, "average": average}
    return Loop("line", settings, state, update, validate, iterations, validate_every=50, warm_up=5), model


class TrainingLoop(unittest.TestCase):
    def test_learns_and_logs(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            loop, _ = loop_of(Path(folder), 400)
            best = train(loop)
            self.assertAlmostEqual(float(best["model"]["weight"]), 3.0, delta=0.05)
            log = [json.loads(line) for line in (Path(folder) / "log.jsonl").read_text().splitlines()]
            self.assertEqual([line["iteration"] for line in log], list(range(50, 401, 50)))
            self.assertLess(log[-1]["valid"]["loss"], log[0]["valid"]["loss"])

    def test_it_says_why_it_ended(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            done, _ = loop_of(Path(folder), 50)
            no_better, _ = loop_of(Path(folder), 400)
            no_better.patience, no_better.validate = 2, lambda: {"loss": 1.0}
            no_time, _ = loop_of(Path(folder), 1000)
            no_time.minutes = 0
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                for loop in (done, no_better, no_time):
                    train(loop)
            self.assertEqual(
                said.getvalue().splitlines(),
                [
                    "line: at iteration 50, the iterations are done",
                    "line: at iteration 150, 2 validations in a row no better than 1.00000",
                    "line: at iteration 150, the time is spent",
                ],
            )

    def test_a_kill_changes_nothing(self) -> None:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            whole, straight = loop_of(Path(one), 60)
            train(whole)
            broken, _ = loop_of(Path(two), 60)
            inner = broken.update

            def dies(iteration: int, factor: float) -> dict[str, float]:
                if iteration == 55:
                    raise KeyboardInterrupt
                return inner(iteration, factor)

            broken.update = dies
            with mock.patch("dialospeech.training_loop.SAVE_EVERY_SECONDS", -1.0):
                with self.assertRaises(KeyboardInterrupt):
                    train(broken)
            self.assertEqual(torch.load(Path(two) / "line" / "last.pt")["progress"]["iteration"], 55)
            again, model = loop_of(Path(two), 60)
            train(again)
            self.assertTrue(torch.equal(model.weight, straight.weight))
            self.assertEqual(load_state(again.settings, "line")["average"]["count"], 60)

    def test_what_was_best_by_another_measure_is_measured_anew(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first, _ = loop_of(Path(folder), 50)
            train(first)
            again, _ = loop_of(Path(folder), 100)
            inner = again.validate
            again.validate = lambda: {"loss": inner()["loss"] + 100.0}
            train(again)
            self.assertEqual(load_state(again.settings, "line")["average"]["count"], 100)

    def test_what_a_checkpoint_lacks_begins_anew_at_a_rate_that_rises(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first, model = loop_of(Path(folder), 50)
            model.weight.data.fill_(2.5)
            state = {"model": model.state_dict(), "average": None, "optimizer": None}
            progress = {"iteration": 20, "first": 20, "seconds": 0.0}
            save_atomically({"state": state, "progress": progress}, first.settings.folder("line") / "last.pt")
            again, found = loop_of(Path(folder), 50)
            factors: list[tuple[int, float]] = []
            inner = again.update

            def update(iteration: int, factor: float) -> dict[str, float]:
                if not factors:
                    self.assertEqual(float(found.weight), 2.5)
                factors.append((iteration, round(factor, 3)))
                return inner(iteration, factor)

            again.update = update
            train(again)
            self.assertEqual(factors[:6], [(20, 0.2), (21, 0.4), (22, 0.6), (23, 0.8), (24, 1.0), (25, 1.0)])

    def test_a_checkpoint_of_another_model_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            loop, _ = loop_of(Path(folder), 10)
            train(loop)
            other, _ = loop_of(Path(folder), 20)
            other.state["model"] = torch.nn.Linear(2, 1)
            with self.assertRaisesRegex(ValueError, "begin the step anew"):
                train(other)

    def test_a_loss_that_is_no_number_stops(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            loop, _ = loop_of(Path(folder), 10)
            loop.update = lambda iteration, factor: {"loss": float("nan")}
            with self.assertRaisesRegex(FloatingPointError, "lower the rate"):
                train(loop)


if __name__ == "__main__":
    unittest.main()
