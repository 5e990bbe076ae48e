"""Lessons out of conversations made by hand: pointers, actions, tokens, and their way back."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conversations import VOCABULARY, conversation, random_conversation, spoken
from dialospeech import dialm_state as states
from dialospeech.config import CONFIGS, Settings
from dialospeech.dialm_data import WINDOW, Lessons, Source, draw_windows, fixed_windows
from dialospeech.sequences import Lesson, choose_own, make_lesson
from dialospeech.vocabulary import BOS, SIL

TEXT = CONFIGS["tiny"].text


def lesson_of(source: Source, own: dict[int, int] | None = None) -> Lesson:
    return make_lesson(source.item, source.starts, source.tokens, own or {}, VOCABULARY, TEXT)


def replayed(lesson: Lesson) -> list[states.State]:
    """The states that the runtime's machine goes through when it is given the lesson's actions."""
    state = states.initial_state()
    seen = [state]
    for first, second in lesson.actions.T:
        state = states.advance(lesson.plan, state, (int(first), int(second)))
        seen.append(state)
    return seen


class Teacher(unittest.TestCase):
    def assert_round_trip(self, lesson: Lesson) -> list[states.State]:
        seen = replayed(lesson)
        for t in range(lesson.steps):
            for s in (0, 1):
                self.assertEqual(tuple(lesson.features[s, t]), states.features(lesson.plan, seen[t], s))
                self.assertEqual(bool(lesson.sounding[s, t]), states.is_sounding(seen[t + 1][s]))
                ended = states.mode(lesson.plan, seen[t + 1], s) == states.ENDED
                self.assertEqual(lesson.after[s, t] == 0, ended)
        np.testing.assert_array_equal(lesson.before[:, 1:], lesson.after[:, :-1])
        np.testing.assert_array_equal(lesson.previous[:, 1:], lesson.tokens[:, :-1])
        self.assertTrue((lesson.previous[:, 0] == BOS).all())
        self.assertTrue((lesson.tokens[~lesson.sounding] == SIL).all())
        return seen

    def test_an_overlap_is_two_pointers_that_move_at_once(self) -> None:
        one, two = spoken(0, "turn", 0.2, range(10)), spoken(1, "turn", 0.8, range(5))
        lesson = lesson_of(conversation([one, two], 3.0))
        self.assert_round_trip(lesson)
        both = lesson.sounding.all(axis=0)
        self.assertEqual(round(float(both.sum()) * 0.04, 2), 0.24)
        self.assertEqual(int(np.flatnonzero(lesson.sounding[1])[0]), 20)

    def test_the_pointer_is_the_last_symbol_that_began_before_the_middle_of_the_step(self) -> None:
        source = conversation([spoken(0, "turn", 0.2, [0, 1, 2, 3])], 2.0)
        lesson = lesson_of(source)
        self.assert_round_trip(lesson)
        self.assertEqual(lesson.after[0, 4:14].tolist(), [1, 2, 2, 3, 3, 4, 4, 5, 5, 6])
        self.assertEqual(lesson.tokens[0, 5:13].tolist(), [0, 0, 11, 11, 22, 22, 30, 30])
        self.assertEqual(lesson.steps, 15, "the lesson ends when both have said all")

    def test_phones_faster_than_steps_are_caught_up_with_three_at_a_time(self) -> None:
        lesson = lesson_of(conversation([spoken(0, "turn", 0.205, [0, 1, 2, 3, 4, 5, 6, 7], pace=0.01)], 2.0))
        self.assert_round_trip(lesson)
        self.assertEqual(lesson.actions[0, 5:10].tolist(), [2, 3, 3, 1, 1])
        self.assertEqual(lesson.after[0, -1], 0)

    def test_a_backchannel_is_an_action_or_a_unit(self) -> None:
        parts = [spoken(0, "turn", 0.2, range(10)), spoken(1, "backchannel", 0.6, [4, 5], text="mm-hm,")]
        source = conversation([*parts, spoken(1, "turn", 1.5, [1, 2, 3])], 3.0)
        scripted = lesson_of(source)
        self.assert_round_trip(scripted)
        self.assertEqual(scripted.features[1, 0, 0], states.BLOCKED)
        self.assertFalse((scripted.actions >= states.FIRST_BACKCHANNEL).any())
        own = lesson_of(source, {1: 0})
        seen = self.assert_round_trip(own)
        self.assertEqual(np.flatnonzero(own.actions[1] == states.FIRST_BACKCHANNEL).tolist(), [15])
        self.assertEqual(seen[16][1].own, 0)
        self.assertEqual(own.features[1, 16, 0], states.OWN_BACKCHANNEL)
        self.assertEqual(len(own.texts), 3)
        np.testing.assert_array_equal(own.tokens, scripted.tokens)

    def test_only_listed_backchannels_are_chosen_and_about_seven_in_ten(self) -> None:
        said = ["mm-hm", "Right.", "No way!", "嗯。", "right"]
        parts = [spoken(1, "backchannel", 1.0 + i, [4, 5], text=text) for i, text in enumerate(said)]
        item = conversation([spoken(0, "turn", 0.2, range(10)), *parts], 8.0).item
        counts = np.zeros(len(item.units))
        for seed in range(200):
            for index, place in choose_own(item, VOCABULARY, np.random.default_rng(seed)).items():
                counts[index] += 1
                self.assertEqual(place, {1: 0, 2: 1, 5: 1}[index])
        np.testing.assert_allclose(counts / 200, [0, 0.7, 0.7, 0, 0, 0.7], atol=0.1)

    def test_an_interruption_begins_while_the_other_speaks_who_is_cut(self) -> None:
        one = spoken(0, "turn", 0.2, range(10), end="<cut>")
        two = spoken(1, "interruption", 0.7, [1, 2, 3, 4, 5, 6, 7, 8])
        lesson = lesson_of(conversation([one, two], 3.0))
        self.assert_round_trip(lesson)
        at = int(np.flatnonzero(lesson.sounding[1])[0])
        self.assertEqual(lesson.features[0, at, 0], states.SPEAKING)

    def test_units_that_begin_in_one_step_begin_one_after_the_other(self) -> None:
        lesson = lesson_of(conversation([spoken(0, "turn", 0.2, range(6)), spoken(1, "turn", 0.2, range(6))], 3.0))
        self.assert_round_trip(lesson)
        self.assertEqual([int(np.flatnonzero(lesson.sounding[s])[0]) for s in (0, 1)], [5, 6])

    def test_any_conversation_comes_back(self) -> None:
        for seed in range(6):
            source = random_conversation(seed, 30.0)
            own = choose_own(source.item, VOCABULARY, np.random.default_rng(seed))
            lesson = lesson_of(source, own)
            self.assert_round_trip(lesson)
            heard = (lesson.tokens != SIL).sum() / (source.tokens != SIL).sum()
            self.assertGreater(heard, 0.98)

    def test_a_monologue_has_one_stream_that_has_ended(self) -> None:
        lesson = lesson_of(conversation([spoken(0, "turn", 0.2, range(10))], 2.0, channels=1))
        self.assert_round_trip(lesson)
        self.assertTrue((lesson.features[1, :, 0] == states.ENDED).all())


class Windows(unittest.TestCase):
    def test_pointers_find_their_symbols_in_the_texts_of_the_batch(self) -> None:
        settings = Settings(CONFIGS["tiny"], Path("."), Path("."))
        lessons = Lessons([random_conversation(seed, 40.0) for seed in range(3)], VOCABULARY, settings)
        batch = draw_windows(lessons, 5, np.random.default_rng(1))
        self.assertLessEqual(batch.tokens.shape[2], WINDOW)
        own = [text.symbols[text.first : text.first + text.length] for text in batch.texts]
        symbols = np.concatenate([[0], *own])
        heard = (batch.sounding & (batch.tokens < SIL)).numpy()
        phones = symbols[batch.after.numpy()[heard]] - 11
        right = (phones == batch.tokens.numpy()[heard] // 10).mean()
        self.assertGreater(right, 0.9, "tokens of these conversations name the phone that sounds")
        again = draw_windows(lessons, 5, np.random.default_rng(1))
        self.assertTrue((batch.tokens == again.tokens).all() and (batch.after == again.after).all())
        self.assertGreater(len(fixed_windows(lessons, 2)), 1)


if __name__ == "__main__":
    unittest.main()
