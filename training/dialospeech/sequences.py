"""What DiaLM is taught: where the pointers of a recorded conversation stood at each step.

The teacher walks through the same states as the runtime (`dialm_state.py`), taking at each
step the action that brings its pointers closest to the recording. So whatever it asks of the
model, the model can do, and replaying its actions gives its pointers back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Sequence

import numpy as np

from .config import SECONDS_PER_TOKEN, TextConfig
from .dialm_state import (
    FEATURES,
    FIRST_BACKCHANNEL,
    LONGEST_ADVANCE,
    STAY,
    WAITING,
    Backchannel,
    Plan,
    PlanUnit,
    State,
    features,
    initial_state,
    is_over,
    is_sounding,
    make_plan,
    mode,
    moved,
    pending,
)
from .packs import Item, Unit
from .text_encoder import EncoderInput, TextUnit, encoder_input, script_inputs
from .vocabulary import BOS, SIL, Vocabulary

LANGUAGES = ("en", "zh")
BACKCHANNEL_ROOM = 15
OWN_SHARE = 0.7
"""Share of listed backchannels that the model is taught to say of its own accord."""


@dataclass(frozen=True)
class Lesson:
    """One item as the model meets it. Arrays are [2, T]; `features` is [2, T, 5]. They are kept in small
    types, since the lessons of all items stay in memory.

    A pointer is 0 where a stream has ended, else 1 + its place among the symbols of all `texts`,
    laid end to end.
    """

    previous: np.ndarray
    before: np.ndarray
    features: np.ndarray
    actions: np.ndarray
    after: np.ndarray
    tokens: np.ndarray
    sounding: np.ndarray
    texts: tuple[EncoderInput, ...]
    plan: Plan

    @property
    def steps(self) -> int:
        """How many steps the lesson has."""
        return self.actions.shape[1]


@dataclass(frozen=True)
class _Target:
    """What a stream says next, and when each of its symbols begins (in seconds)."""

    starts: np.ndarray
    own: int


def plain_text(text: str) -> str:
    """A text without case, punctuation and spaces, to know a listed backchannel by."""
    return re.sub(r"[\W_]+", "", text.lower())


def listed_backchannel(unit: Unit, spoken: str, vocabulary: Vocabulary) -> Optional[int]:
    """The place of a backchannel in the list, if it is one of those that the model may choose."""
    if unit.role != "backchannel":
        return None
    said = plain_text(unit.text)
    for place, entry in enumerate(vocabulary.backchannels[:BACKCHANNEL_ROOM]):
        if entry.language == spoken and plain_text(entry.text) == said:
            return place
    return None


def choose_own(item: Item, vocabulary: Vocabulary, random: np.random.Generator) -> dict[int, int]:
    """Which of an item's units the teacher says of its own accord: unit to place in the list."""
    chosen: dict[int, int] = {}
    lengths: dict[int, int] = {}
    for index, unit in enumerate(item.units):
        place = listed_backchannel(unit, item.language, vocabulary)
        if place is None or random.random() >= OWN_SHARE:
            continue
        # A plan has one length for each backchannel, so another spelling of it stays scripted.
        if lengths.setdefault(place, len(unit.symbols)) == len(unit.symbols):
            chosen[index] = place
    return chosen


def make_lesson(
    item: Item,
    starts: Sequence[np.ndarray],
    tokens: np.ndarray,
    own: dict[int, int],
    vocabulary: Vocabulary,
    config: TextConfig,
) -> Lesson:
    """The lesson of an item, from the starts of each unit's symbols and the tokens of each channel."""
    spoken = LANGUAGES.index(item.language)
    scripted = [index for index in range(len(item.units)) if index not in own]
    question = vocabulary.ids["<?>"]
    plan_units = [
        PlanUnit(unit.channel, len(unit.symbols), spoken, unit.symbols[-1] == question)
        for unit in (item.units[index] for index in scripted)
    ]
    backchannels: list[Optional[Backchannel]] = [None] * BACKCHANNEL_ROOM
    for index, place in own.items():
        backchannels[place] = Backchannel(len(item.units[index].symbols), spoken)
    plan = make_plan(plan_units, backchannels)

    text_units = [_text_unit(item.units[index]) for index in scripted]
    texts = script_inputs(text_units, config)
    bases = _bases([text.length for text in texts])
    own_bases: dict[int, int] = {}
    total = bases[-1]
    for index, place in own.items():
        if place not in own_bases:
            own_bases[place] = total
            texts.append(encoder_input(_text_unit(item.units[index]), None, None, config))
            total += len(item.units[index].symbols)

    targets: tuple[list[_Target], list[_Target]] = ([], [])
    for index, unit in enumerate(item.units):
        targets[unit.channel].append(_Target(np.asarray(starts[index]), own.get(index, -1)))
    return _walk(plan, targets, tokens, item.steps, bases, own_bases, tuple(texts))


def _walk(
    plan: Plan,
    targets: tuple[list[_Target], list[_Target]],
    tokens: np.ndarray,
    steps: int,
    bases: list[int],
    own_bases: dict[int, int],
    texts: tuple[EncoderInput, ...],
) -> Lesson:
    told = np.zeros((2, steps, FEATURES), dtype=np.int8)
    actions = np.zeros((2, steps), dtype=np.int8)
    pointers = np.zeros((2, steps + 1), dtype=np.int32)
    sounding = np.zeros((2, steps), dtype=bool)
    state = initial_state()
    reached = [0, 0]
    length = steps
    for s in (0, 1):
        pointers[s, 0] = _pointer(plan, state, s, bases, own_bases)
    for t in range(steps):
        if is_over(plan, state):
            length = t
            break
        middle = (t + 0.5) * SECONDS_PER_TOKEN
        after = []
        for s in (0, 1):
            told[s, t] = features(plan, state, s)
            action = _wanted(plan, state, s, targets[s], reached, middle)
            actions[s, t] = action
            after.append(moved(plan, state, s, action) if action else state[s]._replace(dwell=state[s].dwell + 1))
        for s in (0, 1):
            if after[s].symbol == 0 and is_sounding(state[s]):
                reached[s] += 1
        state = (after[0], after[1])
        for s in (0, 1):
            sounding[s, t] = is_sounding(state[s])
            pointers[s, t + 1] = _pointer(plan, state, s, bases, own_bases)
    heard = np.full((2, length), SIL, dtype=np.int16)
    heard[: len(tokens)] = tokens[:, :length]
    heard[~sounding[:, :length]] = SIL
    previous = np.concatenate([np.full((2, 1), BOS, dtype=np.int16), heard[:, :-1]], axis=1)
    return Lesson(
        previous=previous,
        before=pointers[:, :length],
        features=told[:, :length],
        actions=actions[:, :length],
        after=pointers[:, 1 : length + 1],
        tokens=heard,
        sounding=sounding[:, :length],
        texts=texts,
        plan=plan,
    )


def _wanted(
    plan: Plan, state: State, s: int, targets: list[_Target], reached: list[int], middle: float
) -> int:
    """The action that brings stream s closest to where the recording is in the middle of this step."""
    if reached[s] >= len(targets):
        return STAY
    target = targets[reached[s]]
    stream = state[s]
    wanted = int(np.searchsorted(target.starts, middle, side="left")) - 1
    last = len(target.starts) - 1
    if not is_sounding(stream):
        if target.starts[1] >= middle:
            return STAY
        if target.own >= 0:
            return FIRST_BACKCHANNEL + target.own
        if mode(plan, state, s) != WAITING:
            return STAY
        return max(1, min(LONGEST_ADVANCE, wanted, last))
    if stream.symbol == last:
        return 1
    return max(0, min(LONGEST_ADVANCE, wanted - stream.symbol))


def _pointer(plan: Plan, state: State, s: int, bases: list[int], own_bases: dict[int, int]) -> int:
    stream = state[s]
    if stream.own >= 0:
        return 1 + own_bases[stream.own] + stream.symbol
    place = pending(plan, state, s)
    return 0 if place == len(plan.units) else 1 + bases[place] + stream.symbol


def _text_unit(unit: Unit) -> TextUnit:
    return TextUnit(unit.channel, unit.symbols, unit.tones)


def _bases(lengths: list[int]) -> list[int]:
    bases = [0]
    for length in lengths:
        bases.append(bases[-1] + length)
    return bases
