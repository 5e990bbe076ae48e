"""What Lhotse's meeting simulators learn from manifests of a corpus: quantiles of their distributions, as JSON."""

import contextlib
import gzip
import json
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy  # noqa: E402
from lhotse import SupervisionSet  # noqa: E402
from lhotse.workflows.meeting_simulation import (  # noqa: E402
    ConversationalMeetingSimulator,
    SpeakerIndependentMeetingSimulator,
)

shares = numpy.linspace(0, 1, 1001)


def learn(supervisions):
    conversational = ConversationalMeetingSimulator()
    independent = SpeakerIndependentMeetingSimulator()
    # It prints what it learned.
    with contextlib.redirect_stdout(sys.stderr):
        conversational.fit(supervisions)
        independent.fit(supervisions)
    return {
        "segments": len(supervisions),
        "pause": conversational.same_spk_pause_dist.ppf(shares).tolist(),
        "gap": conversational.diff_spk_pause_dist.ppf(shares).tolist(),
        "overlap": conversational.diff_spk_overlap_dist.ppf(shares).tolist(),
        "overlapped": float(conversational.prob_diff_spk_overlap),
        "exponential": {"loc": float(independent.loc), "scale": float(independent.scale)},
    }


def read(path):
    if path.endswith(".rttm"):
        return SupervisionSet.from_rttm(path)
    with gzip.open(path, "rt") as lines:
        return SupervisionSet.from_dicts(json.loads(line) for line in lines)


print(json.dumps({path: learn(read(path)) for path in sys.argv[1:]}))
