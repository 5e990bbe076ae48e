"""Even a model that has learnt nothing says every word of a script once, in order, and comes to an end."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conversations import VOCABULARY, conversation, random_conversation, spoken
from dialospeech.config import CONFIGS, Settings
from dialospeech.dialm import make_dialm
from dialospeech.dialm_state import is_over, is_sounding
from dialospeech.dialm_timing import distance, spans_of, teacher_said, timing_of
from dialospeech.sample_dialm import Sampling, Spoken, Script, script_of, speak, word_times
from dialospeech.sequences import make_lesson
from dialospeech.text_encoder import TextEncoder, TextUnit
from dialospeech.vocabulary import SIL

torch.set_num_threads(1)
TINY = CONFIGS["tiny"]
SETTINGS = Settings(TINY, Path("."), Path("."))
KNOWN = {0: TextUnit(0, (2, 15, 16, 5), (0,) * 4)}


def untaught(seed: int, begins: float = 0.0) -> tuple[Script, Spoken]:
    torch.manual_seed(seed)
    source = random_conversation(seed, 16.0)
    lesson = make_lesson(source.item, source.starts, source.tokens, {}, VOCABULARY, TINY.text)
    script = script_of(lesson, source.speakers, KNOWN, VOCABULARY, SETTINGS)
    return script, speak(TextEncoder(TINY.text).eval(), make_dialm(TINY).eval(), script, Sampling(seed=seed, begins=begins))


class Speaking(unittest.TestCase):
    def test_every_unit_is_said_once_and_in_order_and_silence_is_silent(self) -> None:
        script, said = untaught(3)
        self.assertTrue(is_over(script.plan, said.states[-1]))
        units = [span.unit for span in spans_of(said.plan, said.states) if span.unit >= 0]
        self.assertEqual(units, list(range(len(script.plan.units))))
        for tokens, state in zip(said.tokens, said.states[1:]):
            for s in (0, 1):
                self.assertTrue(is_sounding(state[s]) or tokens[s] == SIL)

    def test_the_same_seed_says_the_same(self) -> None:
        self.assertEqual(untaught(4)[1].tokens, untaught(4)[1].tokens)

    def test_nobody_begins_over_the_other_by_a_chance_that_is_too_small(self) -> None:
        def beginnings_over_the_other(begins: float) -> int:
            _, said = untaught(3, begins)
            spans = spans_of(said.plan, said.states)
            return sum(
                one.unit >= 0 and any(two.stream != one.stream and two.start < one.start < two.end for two in spans)
                for one in spans
            )

        self.assertGreater(beginnings_over_the_other(0.0), 0)
        self.assertEqual(beginnings_over_the_other(1.0), 0)

    def test_words_follow_each_other(self) -> None:
        script, said = untaught(5)
        length = script.plan.units[0].length
        times = word_times(script.plan, said.states, 0, [(1, 3), (3, length - 1)])
        self.assertLessEqual(times[0][0], times[0][1])
        self.assertEqual(times[0][1], times[1][0])
        self.assertLess(times[1][0], times[1][1])


class Timings(unittest.TestCase):
    def test_what_was_taught_is_measured(self) -> None:
        parts = [spoken(0, "turn", 0.2, range(10), end="<?>"), spoken(1, "turn", 1.2, [1, 2, 3, 4])]
        source = conversation([*parts, spoken(0, "turn", 2.0, [1, 2, 3])], 4.0)
        lesson = make_lesson(source.item, source.starts, source.tokens, {}, VOCABULARY, TINY.text)
        timing = timing_of([(lesson.texts, teacher_said(lesson))], VOCABULARY)
        np.testing.assert_allclose(timing.transfers, [0.2, 0.48], atol=0.041)
        np.testing.assert_allclose(timing.after_questions, [0.2], atol=0.041)
        np.testing.assert_allclose(timing.phones, [0.08] * 3, atol=0.011)
        self.assertEqual(timing.summary()["overlap"], 0.0)

    def test_distance_is_that_of_quantiles(self) -> None:
        self.assertAlmostEqual(distance([0.0, 1.0], [0.5, 1.5]), 0.5, places=3)
        self.assertEqual(distance([0.3], [0.3]), 0.0)


if __name__ == "__main__":
    unittest.main()
