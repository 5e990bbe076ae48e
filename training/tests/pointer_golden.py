"""Ten conversations of pointers that the runtime's states are held to.

`python training/tests/pointer_golden.py` writes them anew after a change of the states.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech import dialm_state as states
from dialospeech.dialm_state import Backchannel, Plan, PlanUnit, make_plan

GOLDEN = Path(__file__).resolve().parents[2] / "packages/dialospeech/src/fixtures/pointers.jsonl"


def golden_conversations() -> list[dict[str, Any]]:
    """Ten random plans walked by random legal actions, with all that can be asked of each state."""
    return [_conversation(seed) for seed in range(10)]


def _conversation(seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 7))
    units = [
        PlanUnit(int(random.integers(2)), int(random.integers(3, 8)), int(random.integers(2)), random.random() < 0.4)
        for _ in range(count)
    ]
    backchannels = [Backchannel(3, 0), None, Backchannel(4, 1)]
    plan = make_plan(units, backchannels)
    state, steps = states.initial_state(), []
    # The first conversation hardly moves, so that both caps are met.
    patience = 0.995 if seed < 1 else 0.6
    for _ in range(300):
        if states.is_over(plan, state):
            break
        steps.append(_step(plan, state, [_choice(plan, state, s, patience, random) for s in (0, 1)]))
        state = states.advance(plan, state, tuple(steps[-1]["actions"]))
    return {
        "units": [unit._asdict() for unit in units],
        "backchannels": [entry and entry._asdict() for entry in backchannels],
        "steps": steps,
        "over": states.is_over(plan, state),
    }


def _choice(plan: Plan, state: states.State, s: int, patience: float, random: np.random.Generator) -> int:
    allowed = np.flatnonzero(states.legal_actions(plan, state, s))
    if allowed[0] == states.STAY and random.random() < patience:
        return states.STAY
    return int(random.choice(allowed))


def _step(plan: Plan, state: states.State, actions: list[int]) -> dict[str, Any]:
    """A state, what the model is told of it, what is legal (as a string of 0 and 1), what was done."""
    return {
        "streams": [list(stream) for stream in state],
        "features": [list(states.features(plan, state, s)) for s in (0, 1)],
        "legal": ["".join(str(int(a)) for a in states.legal_actions(plan, state, s)) for s in (0, 1)],
        "actions": actions,
    }


if __name__ == "__main__":
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(conversation, separators=(",", ":")) for conversation in golden_conversations()]
    GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
