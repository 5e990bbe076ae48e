"""The pointers' states: what is legal, what follows, and that teacher and runtime walk alike."""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech import dialm_state as states
from dialospeech.dialm_state import Backchannel, PlanUnit, make_plan
from pointer_golden import GOLDEN, golden_conversations


class Legality(unittest.TestCase):
    def test_a_later_unit_waits_until_the_one_before_it_has_begun(self) -> None:
        plan = make_plan([PlanUnit(0, 4, 0), PlanUnit(1, 4, 0)], [])
        state = states.initial_state()
        self.assertEqual(states.mode(plan, state, 0), states.WAITING)
        self.assertEqual(states.mode(plan, state, 1), states.BLOCKED)
        self.assertEqual(states.legal_actions(plan, state, 1), [True, False, False, False])
        state = states.advance(plan, state, (1, 0))
        self.assertEqual(states.mode(plan, state, 1), states.WAITING)

    def test_who_waits_knows_that_the_other_asks(self) -> None:
        units = [PlanUnit(0, 4, 0, asks=True), PlanUnit(0, 4, 0), PlanUnit(1, 4, 0), PlanUnit(0, 4, 0, asks=True)]
        for answer in (PlanUnit(1, 4, 0), PlanUnit(0, 4, 0)):
            plan = make_plan([*units, answer], [])
            state = states.initial_state()
            asked = set()
            while not states.is_over(plan, state):
                asked |= {
                    (states.pending(plan, state, s), states.mode(plan, state, s))
                    for s in (0, 1)
                    if states.features(plan, state, s)[4]
                }
                moves = [states.legal_actions(plan, state, s)[1] for s in (0, 1)]
                state = states.advance(plan, state, (int(moves[0]), int(moves[1])))
            expected = {(4, states.WAITING)} if answer.stream == 1 else set()
            self.assertEqual(asked, expected, "its own questions and statements ask nobody")

    def test_nothing_goes_past_the_end_of_a_unit_but_to_the_next(self) -> None:
        plan = make_plan([PlanUnit(0, 3, 0), PlanUnit(0, 4, 1)], [])
        state = states.advance(plan, states.initial_state(), (2, 0))
        self.assertEqual(states.legal_actions(plan, state, 0), [True, True, False, False])
        state = states.advance(plan, state, (1, 0))
        self.assertEqual((state[0].ordinal, state[0].symbol), (1, 0))
        self.assertEqual(states.features(plan, state, 0), (states.WAITING, 1, 3, 1, 0))

    def test_a_backchannel_of_its_own_leads_back_to_where_the_stream_waited(self) -> None:
        plan = make_plan([PlanUnit(0, 4, 0), PlanUnit(1, 4, 0)], [Backchannel(3, 0), Backchannel(3, 1), None])
        state = states.advance(plan, states.initial_state(), (0, 4))
        self.assertEqual(states.mode(plan, state, 1), states.OWN_BACKCHANNEL)
        self.assertEqual(states.mode(plan, state, 0), states.WAITING)
        state = states.advance(plan, state, (0, 1))
        state = states.advance(plan, state, (0, 1))
        self.assertEqual(states.mode(plan, state, 1), states.BLOCKED)
        self.assertEqual(states.legal_actions(plan, state, 1)[4:], [True, False, False])

    def test_who_has_ended_may_back_channel_while_the_other_speaks_and_no_longer(self) -> None:
        plan = make_plan([PlanUnit(1, 3, 0)], [Backchannel(3, 0)])
        state = states.initial_state()
        self.assertEqual(states.legal_actions(plan, state, 0), [True, False, False, False, True])
        for actions in ((0, 2), (0, 1)):
            state = states.advance(plan, state, actions)
        self.assertTrue(states.is_over(plan, state))
        self.assertEqual(states.legal_actions(plan, state, 0), [True] + [False] * 4)

    def test_nobody_is_stuck(self) -> None:
        plan = make_plan([PlanUnit(0, 5, 0)], [Backchannel(3, 0)])
        state = states.initial_state()
        for _ in range(states.LONGEST_SILENCE):
            state = states.advance(plan, state, (0, 0))
        self.assertEqual(states.legal_actions(plan, state, 0)[:2], [False, True])
        state = states.advance(plan, state, (1, 0))
        for _ in range(states.LONGEST_DWELL - 1):
            state = states.advance(plan, state, (0, 0))
        self.assertFalse(states.legal_actions(plan, state, 0)[states.STAY])

    def test_what_is_illegal_is_refused(self) -> None:
        plan = make_plan([PlanUnit(0, 4, 0)], [])
        with self.assertRaisesRegex(ValueError, "cannot take action"):
            states.advance(plan, states.initial_state(), (0, 1))
        with self.assertRaisesRegex(ValueError, "at least|the least"):
            make_plan([PlanUnit(0, 2, 0)], [])

    def test_any_legal_walk_ends_with_every_symbol_in_order(self) -> None:
        random = np.random.default_rng(5)
        for _ in range(20):
            units = [PlanUnit(int(random.integers(2)), int(random.integers(3, 9)), 0) for _ in range(6)]
            plan = make_plan(units, [Backchannel(4, 0)])
            state, seen = states.initial_state(), [[], []]
            for _ in range(20000):
                if states.is_over(plan, state):
                    break
                choices = [np.flatnonzero(states.legal_actions(plan, state, s)) for s in (0, 1)]
                state = states.advance(plan, state, tuple(int(random.choice(c[:4])) for c in choices))
                for s in (0, 1):
                    if state[s].own < 0:
                        seen[s].append((state[s].ordinal, state[s].symbol))
            self.assertTrue(states.is_over(plan, state))
            for s in (0, 1):
                self.assertEqual(seen[s], sorted(seen[s]))
                self.assertEqual({place for place, _ in seen[s]}, set(range(len(plan.orders[s]) + 1)))


class Golden(unittest.TestCase):
    def test_the_conversations_that_the_runtime_is_held_to_are_those_of_these_states(self) -> None:
        kept = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(kept, golden_conversations())


if __name__ == "__main__":
    unittest.main()
