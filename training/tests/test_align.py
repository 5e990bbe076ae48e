"""The aligner on a toy language whose times are known."""

from __future__ import annotations

import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import toy  # noqa: E402

from dialospeech import align_train  # noqa: E402
from dialospeech.align_viterbi import best_paths, course_of, times_of_path  # noqa: E402
from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.packs import read_packs  # noqa: E402
from dialospeech.symbol_times import even_times, frame_labels, read_times  # noqa: E402
from dialospeech.vocabulary import read_vocabulary  # noqa: E402


class Alignment(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.vocabulary = read_vocabulary(toy.write_vocabulary(self.root / "vocabulary.json"))
        self.truth = toy.write_toy_pack(self.root / "packs" / "toy")
        [self.pack] = read_packs(self.root / "packs")

    def tearDown(self) -> None:
        self.folder.cleanup()

    def test_paths_find_what_is_heard(self) -> None:
        item = self.pack.items[0]
        times = np.stack([self.truth[0], np.append(self.truth[0][1:], 0)], 1)
        labels = frame_labels(item, 0, times, self.vocabulary)
        heard = np.full((len(labels.symbols), 17), -8.0, dtype=np.float32)
        heard[np.arange(len(heard)), labels.symbols] = 0
        unit = item.units[0]
        course = course_of(unit, self.vocabulary, len(heard))
        [path] = best_paths([course], [heard[course.first : course.first + course.frames]])
        found = times_of_path(unit, course, path)[:, 0]
        np.testing.assert_allclose(found, self.truth[0][: len(found)], atol=0.011)

    def test_more_symbols_than_frames_have_no_path(self) -> None:
        unit = self.pack.items[0].units[0]
        course = course_of(unit, self.vocabulary, 10_000)
        short = type(course)(course.first, 3, *[getattr(course, name) for name in
                             ("classes", "symbols", "lower", "upper", "optional")])
        self.assertEqual(best_paths([short], [np.zeros((3, 17), dtype=np.float32)]), [None])

    def test_even_times_rise_and_keep_to_the_words(self) -> None:
        for unit in self.pack.items[1].units:
            times = even_times(unit, self.vocabulary)
            self.assertTrue((np.diff(times[:, 0]) >= 0).all())
            for word in unit.words:
                self.assertAlmostEqual(float(times[word.first, 0]), word.start, places=4)
                self.assertAlmostEqual(float(times[word.last - 1, 1]), word.end, places=4)

    def test_learns_the_split_inside_words(self) -> None:
        settings = Settings(config_named("tiny"), self.root / "packs", self.root / "run")
        with mock.patch.object(align_train, "read_vocabulary", lambda: self.vocabulary):
            align_train.run(settings)
        times = read_times(self.root / "run", self.pack)
        # A pack that is added later is aligned by the network there is.
        path = self.root / "run" / "alignment" / "toy.npz"
        path.unlink()
        with mock.patch.object(align_train, "read_vocabulary", lambda: self.vocabulary):
            align_train.run(replace(settings, minutes=0))
        np.testing.assert_array_equal(read_times(self.root / "run", self.pack)["toy-1"], times["toy-1"])
        errors, evenly = [], []
        for item, truth in zip(self.pack.items, self.truth):
            sounding = [s not in self.vocabulary.silent for unit in item.units for s in unit.symbols]
            even = np.concatenate([even_times(unit, self.vocabulary) for unit in item.units])
            errors.append(np.abs(times[item.id][sounding, 0] - truth[sounding]))
            evenly.append(np.abs(even[sounding, 0] - truth[sounding]))
        self.assertLess(np.concatenate(errors).mean(), 0.012)
        self.assertGreater(np.concatenate(evenly).mean(), 0.012)


if __name__ == "__main__":
    unittest.main()
