"""How well vectors tell whether two stretches of sound have one speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np


@dataclass(frozen=True)
class Heard:
    """One stretch of sound: who spoke, in which language, and its vector."""

    speaker: str
    gender: str
    language: str
    vector: np.ndarray


def area_under_curve(same: np.ndarray, different: np.ndarray) -> float:
    """The chance that a pair of one speaker is more alike than a pair of two (ties count half)."""
    if len(same) == 0 or len(different) == 0:
        return float("nan")
    ordered = np.sort(different)
    below = np.searchsorted(ordered, same, side="left")
    upto = np.searchsorted(ordered, same, side="right")
    return float(((below + upto) / 2).mean() / len(different))


def measure_similarity(heard: Sequence[Heard]) -> dict[str, float]:
    """Areas under the curve of all pairs, of pairs of one gender, and of pairs across languages."""
    vectors = np.stack([one.vector for one in heard])
    alike = vectors @ vectors.T
    first, second = np.triu_indices(len(heard), 1)
    score = alike[first, second]
    speaker, gender, language = (
        np.array([getattr(one, name) for one in heard]) for name in ("speaker", "gender", "language")
    )
    same = speaker[first] == speaker[second]
    one_gender = gender[first] == gender[second]
    across = language[first] != language[second]
    area = area_under_curve(score[same], score[~same])
    measures = {"loss": 1 - area if area == area else 1.0, "area": area}
    measures["area_one_gender"] = area_under_curve(score[same], score[~same & one_gender])
    measures["area_across_languages"] = area_under_curve(score[same & across], score[~same & across])
    return {name: value for name, value in measures.items() if value == value}
