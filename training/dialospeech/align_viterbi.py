"""The best path of frames through a unit's symbols, many units at once.

Every word's span is known to about 20 ms, so a symbol may lie at most 60 ms outside its word's and
pays for each frame that it does. Between words there may be silence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .config import FRAME_RATE
from .packs import Unit
from .symbol_times import symbol_spans
from .vocabulary import Vocabulary

REACH = 3
OUTSIDE_COST = 0.7
_NEVER = np.float32(-1e30)


@dataclass(frozen=True)
class Course:
    """The states that a unit passes through, from frame `first` of its item on.

    `classes` is what is heard in each state (0 is silence), `symbols` the state's symbol in the unit
    (-1 for silence), `lower` and `upper` its word's frames, and `optional` states may be passed over.
    """

    first: int
    frames: int
    classes: np.ndarray
    symbols: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    optional: np.ndarray


def course_of(unit: Unit, vocabulary: Vocabulary, item_frames: int) -> Course:
    """The states of a unit: its sounding symbols, with silence where one span meets the next."""
    spans = symbol_spans(unit)
    first = max(0, int(unit.start * FRAME_RATE) - REACH)
    last = min(item_frames, int(np.ceil(unit.end * FRAME_RATE)) + REACH)
    states: list[tuple[int, int, float, float, bool]] = []
    before = None
    reached = unit.start
    for index, symbol in enumerate(unit.symbols):
        if symbol in vocabulary.silent:
            continue
        span = spans[index]
        if before is None or span != before:
            start = unit.start - REACH / FRAME_RATE if before is None else reached
            states.append((0, -1, start, max(start, span.start), True))
        states.append((symbol, index, span.start, span.end, False))
        before, reached = span, span.end
    states.append((0, -1, reached, unit.end + REACH / FRAME_RATE, True))
    classes, symbols, lower, upper, optional = zip(*states)
    return Course(
        first,
        max(1, last - first),
        np.array(classes),
        np.array(symbols),
        np.round(np.array(lower) * FRAME_RATE).astype(int) - first,
        np.round(np.array(upper) * FRAME_RATE).astype(int) - first,
        np.array(optional),
    )


def _scores(course: Course, heard: np.ndarray) -> np.ndarray:
    """Log scores [frames, states] of a unit out of what is heard [frames, classes]."""
    frame = np.arange(course.frames)[:, None]
    outside = np.maximum(0, np.maximum(course.lower - frame, frame + 1 - course.upper))
    scores = heard[:, course.classes] - OUTSIDE_COST * outside
    return np.where(outside > REACH, _NEVER, scores).astype(np.float32)


def best_paths(courses: list[Course], heard: list[np.ndarray]) -> list[np.ndarray | None]:
    """For each unit the state of every frame, or None where more symbols than frames leave no path."""
    size = len(courses)
    longest = max(course.frames for course in courses)
    most = max(len(course.classes) for course in courses)
    scores = np.full((size, longest, most), _NEVER, dtype=np.float32)
    # A state may be entered from two before it where the one between may be passed over.
    leap = np.zeros((size, most), dtype=bool)
    for unit, course in enumerate(courses):
        states = len(course.classes)
        scores[unit, : course.frames, :states] = _scores(course, heard[unit][: course.frames])
        leap[unit, 2:states] = course.optional[1:-1]
    back = np.zeros((size, longest, most), dtype=np.int8)
    value = np.full((size, most), _NEVER, dtype=np.float32)
    value[:, :2] = scores[:, 0, :2]
    last = np.full((size, most), _NEVER, dtype=np.float32)
    ends = np.array([course.frames - 1 for course in courses])
    for frame in range(longest):
        if frame > 0:
            moves = np.full((3, size, most), _NEVER, dtype=np.float32)
            moves[0] = value
            moves[1, :, 1:] = value[:, :-1]
            moves[2, :, 2:] = np.where(leap[:, 2:], value[:, :-2], _NEVER)
            back[:, frame] = moves.argmax(0)
            value = np.maximum(moves.max(0) + scores[:, frame], _NEVER)
        done = ends == frame
        last[done] = value[done]
    return [_trace(course, back[unit], last[unit]) for unit, course in enumerate(courses)]


def _trace(course: Course, back: np.ndarray, last: np.ndarray) -> np.ndarray | None:
    states = len(course.classes)
    state = states - 1 if last[states - 1] >= last[states - 2] else states - 2
    if last[state] <= _NEVER / 2:
        return None
    path = np.zeros(course.frames, dtype=int)
    for frame in reversed(range(course.frames)):
        path[frame] = state
        state -= int(back[frame, state])
    return path


def times_of_path(unit: Unit, course: Course, path: np.ndarray) -> np.ndarray:
    """Starts and ends [symbols, 2] in seconds; a silent symbol lies where the one before it ends."""
    times = np.full((len(unit.symbols), 2), -1.0, dtype=np.float32)
    for state, symbol in enumerate(course.symbols):
        if symbol >= 0:
            frames = np.flatnonzero(path == state) + course.first
            times[symbol] = frames[0] / FRAME_RATE, (frames[-1] + 1) / FRAME_RATE
    sounding = times[times[:, 0] >= 0]
    reached = sounding[0, 0] if len(sounding) else unit.start
    for index in range(len(times)):
        if times[index, 0] < 0:
            times[index] = reached
        reached = times[index, 1]
    return times
