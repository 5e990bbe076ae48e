"""Where each stream stands in its text, and what may happen next.

The model never writes text: at each step of 40 ms it says for each stream how far
the pointer moves. These pure functions are the whole of that machine. The runtime
in TypeScript is their twin; `packages/dialospeech/src/fixtures/pointers.jsonl` holds
both to the same ten conversations.

A unit is a start symbol, phones, and an end symbol. A stream waits at the start
symbol of its next unit (and is silent), walks through the unit, holds the end symbol
for at least a step, and then waits again. While it waits it may also say a
backchannel of its own choice, after which it waits as before.
"""

from __future__ import annotations

from typing import NamedTuple

STAY = 0
LONGEST_ADVANCE = 3
FIRST_BACKCHANNEL = 4
"""Action 4 + b begins backchannel b."""

WAITING, BLOCKED, SPEAKING, ENDED, OWN_BACKCHANNEL = range(5)
"""The modes of a stream, as the model is told them."""

LONGEST_DWELL = 50
"""Steps (2 s) that a stream may stand at one symbol while it speaks, pauses inside units included."""
LONGEST_SILENCE = 100
"""Steps (4 s) that all may wait before one who may begin has to."""


class PlanUnit(NamedTuple):
    """A unit of the script: whose it is, how many symbols it has, its language (0 en, 1 zh), whether it
    ends as a question."""

    stream: int
    length: int
    language: int
    asks: bool = False


class Backchannel(NamedTuple):
    """A backchannel that the model may say by itself: symbols in it, and its language."""

    length: int
    language: int


class Plan(NamedTuple):
    """What is to be said: the units in script order and the backchannels at hand."""

    units: tuple[PlanUnit, ...]
    orders: tuple[tuple[int, ...], tuple[int, ...]]
    """For each stream, its units by their place in script order."""
    backchannels: tuple[Backchannel | None, ...]


class Stream(NamedTuple):
    """Where one stream stands."""

    ordinal: int
    """Which of the stream's own units; as many as there are when all are said."""
    symbol: int
    own: int
    """The backchannel of its own choice that it is saying, or -1."""
    dwell: int
    """Steps spent at this symbol so far."""


State = tuple[Stream, Stream]


def make_plan(units: list[PlanUnit], backchannels: list[Backchannel | None]) -> Plan:
    """A plan of units in script order; a unit has at least a start, one phone and an end."""
    for place, unit in enumerate(units):
        if unit.length < 3:
            raise ValueError(f"unit {place} has {unit.length} symbols: a start, a phone and an end are the least")
    orders = tuple(tuple(i for i, unit in enumerate(units) if unit.stream == s) for s in (0, 1))
    return Plan(tuple(units), (orders[0], orders[1]), tuple(backchannels))


def initial_state() -> State:
    """Both streams at their first start symbols, no step spent."""
    return Stream(0, 0, -1, 0), Stream(0, 0, -1, 0)


def pending(plan: Plan, state: State, s: int) -> int:
    """The place in script order of the unit that stream s is at or waits for; past the last when it has none."""
    order = plan.orders[s]
    return order[state[s].ordinal] if state[s].ordinal < len(order) else len(plan.units)


def next_to_begin(plan: Plan, state: State, s: int) -> int:
    """The place in script order of stream s's first unit that has not begun."""
    stream = state[s]
    begun = stream.own < 0 and stream.symbol > 0
    ordinal = stream.ordinal + (1 if begun else 0)
    order = plan.orders[s]
    return order[ordinal] if ordinal < len(order) else len(plan.units)


def mode(plan: Plan, state: State, s: int) -> int:
    """What stream s is doing."""
    stream = state[s]
    if stream.own >= 0:
        return OWN_BACKCHANNEL
    if stream.ordinal >= len(plan.orders[s]):
        return ENDED
    if stream.symbol > 0:
        return SPEAKING
    return BLOCKED if next_to_begin(plan, state, 1 - s) < pending(plan, state, s) else WAITING


def language(plan: Plan, state: State, s: int) -> int:
    """The language of stream s: of the unit it is at, else of its last, else of the other's."""
    order = plan.orders[s]
    if order:
        return plan.units[order[min(state[s].ordinal, len(order) - 1)]].language
    return plan.units[0].language if plan.units else 0


def asked(plan: Plan, state: State, s: int) -> bool:
    """Whether what stream s says next follows a question of the other's."""
    place = pending(plan, state, s)
    if place == 0 or mode(plan, state, s) not in (WAITING, BLOCKED):
        return False
    before = plan.units[place - 1]
    return before.asks and before.stream != s


def left(plan: Plan, state: State, s: int) -> int:
    """How many symbols come after the pointer in the unit it is in."""
    stream = state[s]
    if stream.own >= 0:
        length = _backchannel(plan, stream.own).length
    elif stream.ordinal < len(plan.orders[s]):
        length = plan.units[plan.orders[s][stream.ordinal]].length
    else:
        return 0
    return length - 1 - stream.symbol


def is_over(plan: Plan, state: State) -> bool:
    """Whether both streams have said all."""
    return all(mode(plan, state, s) == ENDED for s in (0, 1))


def bucket(count: int) -> int:
    """Counts below 8 as they are, larger ones by half octaves, 15 at most."""
    if count < 8:
        return count
    place = 8
    for edge in _BUCKET_EDGES:
        if count < edge:
            return place
        place += 1
    return 15


_BUCKET_EDGES = (12, 16, 23, 32, 46, 64, 91)
"""Smallest n of the next bucket: 8 + floor(2 log2(n / 8)), written out."""


FEATURES = 5


def features(plan: Plan, state: State, s: int) -> tuple[int, ...]:
    """What the model is told of stream s: mode, dwell, symbols left, language, whether it was asked.

    That it was asked stands in the texts, too, but moves who begins by so little that it was not learnt
    from there.
    """
    return (
        mode(plan, state, s),
        bucket(state[s].dwell),
        bucket(left(plan, state, s)),
        language(plan, state, s),
        int(asked(plan, state, s)),
    )


def legal_actions(plan: Plan, state: State, s: int) -> list[bool]:
    """Which actions stream s may take now. Both streams are judged by the state before the step."""
    allowed = [False] * (FIRST_BACKCHANNEL + len(plan.backchannels))
    now = mode(plan, state, s)
    remaining = left(plan, state, s)
    if now in (SPEAKING, OWN_BACKCHANNEL):
        stuck = state[s].dwell >= LONGEST_DWELL
        allowed[STAY] = not stuck
        for step in range(1, LONGEST_ADVANCE + 1):
            allowed[step] = step == 1 if remaining == 0 else step <= remaining
        return allowed
    other = state[1 - s]
    other_waits = other.own < 0 and other.symbol == 0
    silent_for = min(state[s].dwell, other.dwell) if other_waits else 0
    must_begin = now == WAITING and silent_for >= LONGEST_SILENCE
    allowed[STAY] = not must_begin
    if now == WAITING:
        for step in range(1, LONGEST_ADVANCE + 1):
            allowed[step] = step <= remaining
    if not must_begin and not (now == ENDED and mode(plan, state, 1 - s) == ENDED):
        spoken = language(plan, state, s)
        for b, backchannel in enumerate(plan.backchannels):
            allowed[FIRST_BACKCHANNEL + b] = backchannel is not None and backchannel.language == spoken
    return allowed


def advance(plan: Plan, state: State, actions: tuple[int, int]) -> State:
    """The state after a step in which the streams took these actions."""
    for s in (0, 1):
        allowed = legal_actions(plan, state, s)
        if not (0 <= actions[s] < len(allowed) and allowed[actions[s]]):
            raise ValueError(f"stream {s} cannot take action {actions[s]} in {state[s]}")
    return moved(plan, state, 0, actions[0]), moved(plan, state, 1, actions[1])


def moved(plan: Plan, state: State, s: int, action: int) -> Stream:
    """Where stream s stands after an action that is taken to be legal."""
    stream = state[s]
    if action == STAY:
        return stream._replace(dwell=stream.dwell + 1)
    if action >= FIRST_BACKCHANNEL:
        return Stream(stream.ordinal, 1, action - FIRST_BACKCHANNEL, 1)
    if stream.symbol > 0 and left(plan, state, s) == 0:
        done = stream.ordinal if stream.own >= 0 else stream.ordinal + 1
        return Stream(done, 0, -1, 1)
    return stream._replace(symbol=stream.symbol + action, dwell=1)


def is_sounding(stream: Stream) -> bool:
    """Whether a stream is inside a unit; where it is not, its token is SIL without asking the model."""
    return stream.own >= 0 or stream.symbol > 0


def _backchannel(plan: Plan, b: int) -> Backchannel:
    backchannel = plan.backchannels[b]
    if backchannel is None:
        raise ValueError(f"backchannel {b} is not at hand in this plan")
    return backchannel
