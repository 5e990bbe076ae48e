"""The step `vocoder`: learn spectra first, then polish with judges."""

from __future__ import annotations

from .config import Settings
from .flow_renderings import write_renderings
from .old_torch import sure_convolutions
from .vocoder_learn import learn
from .vocoder_polish import polish

# Of the time that the step has, the first stage's.
LEARNING = 0.6


def run(settings: Settings) -> None:
    """Both stages, each going on from its last checkpoint; mels of the flow are used if it is trained."""
    minutes = settings.minutes
    with sure_convolutions():
        learn(settings, None if minutes is None else minutes * LEARNING)
        if (settings.run / "flow" / "best.pt").exists():
            write_renderings(settings)
        polish(settings, None if minutes is None else minutes * (1 - LEARNING))
