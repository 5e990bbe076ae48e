"""How the timing of DiaLM compares with its teacher's.

`python -m dialospeech.dialm_timing --config a --data PACKS --run RUN --count 20` lets the model speak
scripts of the validation split and prints, beside the teacher's own figures, what came of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import torch

from .config import SECONDS_PER_TOKEN, Settings, config_named
from .dialm_data import Lessons, read_sources
from .dialm_export import load_models
from .dialm_state import Plan, State, initial_state, is_over, is_sounding, moved, pending
from .packs import read_packs
from .sample_dialm import Sampling, Spoken, known_backchannels, script_of, speak
from .sequences import Lesson
from .text_encoder import EncoderInput
from .vocabulary import Vocabulary, read_vocabulary


@dataclass(frozen=True)
class Span:
    """A unit as it came out, in seconds: whose, its place in script order (-1: of its own choice)."""

    stream: int
    unit: int
    start: float
    end: float


def spans_of(plan: Plan, states: Sequence[State]) -> list[Span]:
    """The units that were said, in order of their starts."""
    spans: list[Span] = []
    for s in (0, 1):
        begun = 0
        for t in range(1, len(states)):
            was, now = is_sounding(states[t - 1][s]), is_sounding(states[t][s])
            if now and not was:
                begun = t - 1
            # The step at the end symbol is the unit's last and has no sound of its own.
            if was and not now:
                unit = -1 if states[t - 1][s].own >= 0 else pending(plan, states[t - 1], s)
                spans.append(Span(s, unit, begun * SECONDS_PER_TOKEN, (t - 2) * SECONDS_PER_TOKEN))
    return sorted(spans, key=lambda span: (span.start, span.stream))


@dataclass
class Timing:
    """What the timing of some conversations was; all in seconds but the backchannels and the minutes."""

    transfers: list[float]
    after_questions: list[float]
    phones: list[float]
    both: float
    any: float
    backchannels: int
    minutes: float = 0.0

    def summary(self) -> dict[str, Any]:
        """The figures that are printed."""
        asked = float(np.mean(self.after_questions)) if self.after_questions else None
        return {
            "transfers": len(self.transfers),
            "fto_median": round(float(np.median(self.transfers)), 3) if self.transfers else None,
            "fto_mean": round(float(np.mean(self.transfers)), 3) if self.transfers else None,
            "fto_5_25_75_95": [round(float(np.quantile(self.transfers, q)), 2) for q in (0.05, 0.25, 0.75, 0.95)]
            if self.transfers
            else None,
            "fto_after_questions": None if asked is None else round(asked, 3),
            "overlap": round(self.both / max(self.any, 1e-9), 3),
            "backchannels_a_minute": round(self.backchannels / max(self.minutes, 1e-9), 2),
            "phone_seconds": round(float(np.mean(self.phones)), 4) if self.phones else None,
        }


def timing_of(said: Sequence[tuple[Sequence[EncoderInput], Spoken]], vocabulary: Vocabulary) -> Timing:
    """Transfers between turns, overlap, backchannels and phones of conversations with their texts."""
    found = Timing([], [], [], 0.0, 0.0, 0)
    question, small = vocabulary.ids["<?>"], vocabulary.ids["<backchannel>"]
    for texts, spoken in said:
        spans = [(span, _symbols(texts, span)) for span in spans_of(spoken.plan, spoken.states)]
        turns = [(span, symbols) for span, symbols in spans if symbols and symbols[0] != small]
        found.phones.extend((span.end - span.start) / (len(symbols) - 2) for span, symbols in turns)
        found.backchannels += len(spans) - len(turns)
        for (one, symbols), (two, _) in zip(turns, turns[1:]):
            if one.stream != two.stream:
                found.transfers.append(two.start - one.end)
                if symbols[-1] == question:
                    found.after_questions.append(two.start - one.end)
        sounding = np.array([[is_sounding(stream) for stream in state] for state in spoken.states])
        found.both += float(sounding.all(axis=1).sum()) * SECONDS_PER_TOKEN
        found.any += float(sounding.any(axis=1).sum()) * SECONDS_PER_TOKEN
        found.minutes += len(spoken.tokens) * SECONDS_PER_TOKEN / 60
    return found


def _symbols(texts: Sequence[EncoderInput], span: Span) -> tuple[int, ...]:
    """The symbols of a scripted unit; none for a backchannel of the model's own."""
    if span.unit < 0:
        return ()
    text = texts[span.unit]
    return text.symbols[text.first : text.first + text.length]


def distance(one: Sequence[float], two: Sequence[float]) -> float:
    """Wasserstein-1 between two samples: the mean distance of their quantiles."""
    if not one or not two:
        return float("nan")
    places = (np.arange(2000) + 0.5) / 2000
    return float(np.abs(np.quantile(one, places) - np.quantile(two, places)).mean())


def teacher_said(lesson: Lesson) -> Spoken:
    """A lesson as if it had been sampled."""
    state = initial_state()
    spoken = Spoken(lesson.plan, [state])
    for first, second in lesson.actions.T:
        state = (moved(lesson.plan, state, 0, int(first)), moved(lesson.plan, state, 1, int(second)))
        spoken.states.append(state)
    spoken.tokens = [(int(a), int(b)) for a, b in lesson.tokens.T]
    return spoken


def compare(
    settings: Settings, count: int, sampling: Sampling, split: str = "valid", takes: int = 1
) -> dict[str, Any]:
    """Let the model speak scripts of a split, each a few times; its timing beside its teacher's.

    Few scripts give a rough picture of their teacher's timing, so the distance to the register, all
    that the model was trained on, is given, too.
    """
    packs, vocabulary = read_packs(settings.data), read_vocabulary()
    text, dialm = load_models(settings)
    lessons = Lessons(read_sources(packs, settings, split, "dialogue"), vocabulary, settings)
    if not lessons.sources:
        raise ValueError(f"{settings.data} has no dialogue of the split '{split}': take another split.")
    known = known_backchannels(packs, vocabulary)
    taught, said = [], []
    unfinished = 0
    for index in range(min(count, len(lessons.sources))):
        lesson = lessons.get(index, 0)
        script = script_of(lesson, lessons.sources[index].speakers, known, vocabulary, settings)
        taught.append((lesson.texts, teacher_said(lesson)))
        for take in range(takes):
            seed = sampling.seed + index * takes + take
            spoken = speak(text, dialm, script, replace(sampling, longest=3 * lesson.steps, seed=seed))
            unfinished += not is_over(script.plan, spoken.states[-1])
            said.append((script.texts, spoken))
    register = Lessons(read_sources(packs, settings, "train", "dialogue"), vocabulary, settings)
    trained = [register.get(index, 0) for index in range(len(register.sources))]
    whole = timing_of([(lesson.texts, teacher_said(lesson)) for lesson in trained], vocabulary)
    teacher, model = timing_of(taught, vocabulary), timing_of(said, vocabulary)
    return {
        "scripts": len(taught),
        "unfinished": unfinished,
        "register": whole.summary(),
        "teacher": teacher.summary(),
        "model": model.summary(),
        "fto_distance": round(distance(teacher.transfers, model.transfers), 4),
        "fto_distance_to_register": round(distance(whole.transfers, model.transfers), 4),
        "teachers_own_distance_to_register": round(distance(whole.transfers, teacher.transfers), 4),
        "phone_distance": round(distance(teacher.phones, model.phones), 4),
    }


def main(arguments: list[str]) -> int:
    """Print the comparison as JSON."""
    parser = argparse.ArgumentParser(prog="python -m dialospeech.dialm_timing", description=__doc__)
    parser.add_argument("--config", default="a")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--count", type=int, default=20, help="scripts to speak (default 20)")
    parser.add_argument("--takes", type=int, default=1, help="times that each is spoken (default 1)")
    parser.add_argument("--split", default="valid", help="the split they are of (default valid)")
    parser.add_argument("--actions", type=float, default=1.07, help="temperature of the timing (default 1.07)")
    parser.add_argument("--begins", type=float, default=0.03, help="least chance of beginning over the other (default .03)")
    parser.add_argument("--tokens", type=float, default=0.8, help="temperature of the tokens (default .8)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    settings = Settings(config_named(asked.config), asked.data, asked.run, seed=asked.seed)
    sampling = Sampling(actions=asked.actions, begins=asked.begins, tokens=asked.tokens, seed=asked.seed)
    try:
        found = compare(settings, asked.count, sampling, asked.split, asked.takes)
        print(json.dumps(found, indent=2))
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
