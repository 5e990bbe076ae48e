"""Sampling from DiaLM in Python: what the runtime does, step by step, for checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Sequence

import numpy as np
import torch
from torch import Tensor

from .config import SECONDS_PER_TOKEN, Settings
from .dialm import Dialm, empty_cache
from .dialm_data import encode_texts
from .dialm_state import (
    ENDED,
    FIRST_BACKCHANNEL,
    STAY,
    WAITING,
    Backchannel,
    Plan,
    State,
    advance,
    features,
    initial_state,
    is_over,
    is_sounding,
    legal_actions,
    mode,
    pending,
)
from .packs import Pack
from .sequences import BACKCHANNEL_ROOM, LANGUAGES, Lesson, listed_backchannel
from .text_encoder import EncoderInput, TextEncoder, TextUnit, encoder_input
from .vocabulary import BOS, SIL, Vocabulary


@dataclass(frozen=True)
class Script:
    """What is to be said, and by whom: a plan, the texts of its units, those of backchannels, speakers [2, Ds]."""

    plan: Plan
    texts: tuple[EncoderInput, ...]
    backchannels: dict[int, EncoderInput]
    speakers: np.ndarray


@dataclass
class Spoken:
    """What became of a script: the states before each step and after the last, and the tokens [2, T]."""

    plan: Plan
    states: list[State] = field(default_factory=list)
    tokens: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Sampling:
    """How freely is chosen. `tokens` and `actions` are temperatures; `top` keeps the likeliest tokens
    that together have this probability; a script may take `longest` steps.

    Nobody begins over the other with a chance below `begins` in a step: a turn is a hundred steps long,
    so that what the model cannot quite exclude would break into every third turn.
    """

    actions: float = 1.07
    begins: float = 0.03
    tokens: float = 0.8
    top: float = 0.95
    longest: int = 6000
    seed: int = 0


@torch.no_grad()
def speak(text: TextEncoder, dialm: Dialm, script: Script, sampling: Sampling) -> Spoken:
    """Let the model speak a script to its end."""
    random = np.random.default_rng(sampling.seed)
    tables = [encode_texts(text, [unit])[1:] for unit in script.texts]
    own = {place: encode_texts(text, [unit])[1:] for place, unit in script.backchannels.items()}
    nothing = torch.zeros(text.norm.weight.shape[0])

    def vector(state: State, s: int) -> Tensor:
        stream = state[s]
        if stream.own >= 0:
            return own[stream.own][stream.symbol]
        if mode(script.plan, state, s) == ENDED:
            return nothing
        return tables[pending(script.plan, state, s)][stream.symbol]

    cache, mask = empty_cache(dialm)
    speakers = torch.from_numpy(script.speakers)
    state, tokens = initial_state(), (BOS, BOS)
    spoken = Spoken(script.plan, [state])
    for step in range(sampling.longest):
        if is_over(script.plan, state):
            break
        told = torch.tensor([features(script.plan, state, s) for s in (0, 1)])
        vectors = torch.stack([vector(state, s) for s in (0, 1)])
        summary, first, second, keys, values = dialm.step(
            torch.tensor(tokens), vectors, told, speakers, cache, mask, torch.tensor([step])
        )
        slot = step % dialm.config.window
        cache.keys[:, slot], cache.values[:, slot], mask[slot] = keys, values, 0.0
        one = _action(first, script.plan, state, 0, sampling, random)
        two = _action(second[one], script.plan, state, 1, sampling, random)
        state = advance(script.plan, state, (one, two))
        heard = [SIL, SIL]
        for s, action in enumerate((one, two)):
            if is_sounding(state[s]):
                moved = torch.tensor(int(action != STAY))
                heard[s] = _token(dialm.token_logits(summary[s], vector(state, s), moved), sampling, random)
        tokens = (heard[0], heard[1])
        spoken.states.append(state)
        spoken.tokens.append(tokens)
    return spoken


def _action(
    logits: Tensor, plan: Plan, state: State, s: int, sampling: Sampling, random: np.random.Generator
) -> int:
    allowed = legal_actions(plan, state, s)
    scores = logits.numpy()[: len(allowed)].astype(np.float64) / max(sampling.actions, 1e-3)
    scores[~np.array(allowed)] = -np.inf
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    begins = slice(STAY + 1, FIRST_BACKCHANNEL)
    if mode(plan, state, s) == WAITING and is_sounding(state[1 - s]) and weights[begins].sum() < sampling.begins:
        weights[begins] = 0.0
        weights /= weights.sum()
    return int(random.choice(len(weights), p=weights))


def _token(logits: Tensor, sampling: Sampling, random: np.random.Generator) -> int:
    scores = logits.numpy()[: SIL + 1].astype(np.float64) / max(sampling.tokens, 1e-3)
    weights = np.exp(scores - scores.max())
    order = np.argsort(-weights, kind="stable")
    shares = np.cumsum(weights[order]) / weights.sum()
    kept = order[: int(np.searchsorted(shares, sampling.top)) + 1]
    return int(random.choice(kept, p=weights[kept] / weights[kept].sum()))


def word_times(
    plan: Plan, states: Sequence[State], unit: int, words: Sequence[tuple[int, int]]
) -> list[tuple[float, float]]:
    """Start and end of words, given as half-open ranges of a unit's symbols, where the pointer passed them."""
    s = plan.units[unit].stream
    at = [
        (t, state[s].symbol)
        for t, state in enumerate(states[1:])
        if state[s].own < 0 and pending(plan, state, s) == unit
    ]
    times = []
    for first, last in words:
        start = next((t for t, symbol in at if symbol >= first), 0)
        end = next((t for t, symbol in at if symbol >= last), start)
        times.append((start * SECONDS_PER_TOKEN, end * SECONDS_PER_TOKEN))
    return times


def known_backchannels(packs: Sequence[Pack], vocabulary: Vocabulary) -> dict[int, TextUnit]:
    """How the listed backchannels are spelt in symbols, from the units of packs that say them."""
    found: dict[int, TextUnit] = {}
    for pack in packs:
        for item in pack.items:
            for unit in item.units:
                place = listed_backchannel(unit, item.language, vocabulary)
                if place is not None:
                    found.setdefault(place, TextUnit(0, unit.symbols, unit.tones))
    return found


def script_of(
    lesson: Lesson, speakers: np.ndarray, known: dict[int, TextUnit], vocabulary: Vocabulary, settings: Settings
) -> Script:
    """The script of a lesson, with every known backchannel at hand."""
    own = {
        place: encoder_input(unit, None, None, settings.config.text) for place, unit in known.items()
    }
    at_hand: list[Optional[Backchannel]] = [None] * BACKCHANNEL_ROOM
    for place, unit in known.items():
        spoken = LANGUAGES.index(vocabulary.backchannels[place].language)
        at_hand[place] = Backchannel(len(unit.symbols), spoken)
    plan = lesson.plan._replace(backchannels=tuple(at_hand))
    return Script(plan, lesson.texts[: len(plan.units)], own, speakers)
