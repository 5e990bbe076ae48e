"""The run log: where every step stands, in words and as curves.

`python -m dialospeech log --run RUN` prints a line for each step and writes `RUN/log.svg`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

Record = dict[str, Any]

WIDTH, HEIGHT, MARGIN = 360, 200, 42
TRAIN_COLOUR, VALID_COLOUR = "#8a8f98", "#0b62c4"


def read_log(run: Path) -> dict[str, list[Record]]:
    """The records of each step in order; a line that a kill cut off is left out."""
    path = run / "log.jsonl"
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there: no step has been run into {run}.")
    steps: dict[str, list[Record]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue
        steps.setdefault(record["step"], []).append(record)
    return steps


def summary(steps: dict[str, list[Record]]) -> list[str]:
    """A line for each step: how far it is, for how long it was trained, its best and its last figures."""
    lines = []
    for step, records in steps.items():
        last = records[-1]
        best = min(records, key=lambda record: record["valid"]["loss"])
        figures = ", ".join(f"{name} {value:.4g}" for name, value in last["valid"].items())
        lines.append(
            f"{step}: iteration {last['iteration']}, {last['seconds'] / 60:.1f} minutes; "
            f"best loss {best['valid']['loss']:.4g} at {best['iteration']}; last: {figures}"
        )
    return lines


def _points(records: list[Record], side: str) -> list[tuple[float, float]]:
    return [
        (record["iteration"], record[side]["loss"])
        for record in records
        if isinstance(record[side].get("loss"), (int, float))
    ]


def _curve(points: list[tuple[float, float]], box: tuple[float, float, float, float], colour: str) -> str:
    left, right, low, high = box
    places = []
    for x, y in points:
        across = MARGIN + (x - left) / max(1e-9, right - left) * (WIDTH - MARGIN - 12)
        down = HEIGHT - 28 - (y - low) / max(1e-9, high - low) * (HEIGHT - 64)
        places.append(f"{across:.1f},{down:.1f}")
    return f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{" ".join(places)}"/>'


def _panel(step: str, records: list[Record], top: int) -> str:
    train, valid = _points(records, "train"), _points(records, "valid")
    both = train + valid
    xs, ys = [x for x, _ in both], [y for _, y in both]
    box = (min(xs), max(xs), min(ys), max(ys))
    texts = [
        (MARGIN, 18, "start", step),
        (MARGIN - 4, 44, "end", f"{box[3]:.3g}"),
        (MARGIN - 4, HEIGHT - 24, "end", f"{box[2]:.3g}"),
        (MARGIN, HEIGHT - 10, "start", f"{box[0]:.0f}"),
        (WIDTH - 12, HEIGHT - 10, "end", f"{box[1]:.0f}"),
    ]
    words = "".join(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>' for x, y, anchor, text in texts
    )
    frame = (
        f'<rect x="{MARGIN}" y="30" width="{WIDTH - MARGIN - 8}" height="{HEIGHT - 54}" '
        'fill="none" stroke="#d5d8dd"/>'
    )
    curves = _curve(train, box, TRAIN_COLOUR) + _curve(valid, box, VALID_COLOUR)
    return f'<g transform="translate(0 {top})">{frame}{curves}{words}</g>'


def drawing(steps: dict[str, list[Record]]) -> str:
    """The losses of every step over its iterations: training grey, validation blue."""
    shown = [(step, records) for step, records in steps.items() if len(_points(records, "valid")) > 1]
    panels = "".join(_panel(step, records, index * HEIGHT) for index, (step, records) in enumerate(shown))
    height = max(1, len(shown)) * HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="10">'
        f'<rect width="100%" height="100%" fill="#fff"/>{panels}</svg>\n'
    )


def show(run: Path) -> None:
    """Print the state of a run and draw its curves."""
    steps = read_log(run)
    print("\n".join(summary(steps)))
    temporary = run / f"log.svg.{os.getpid()}.part"
    temporary.write_text(drawing(steps), encoding="utf-8")
    os.replace(temporary, run / "log.svg")
    print(f"Curves: {run / 'log.svg'} (training grey, validation blue)")
