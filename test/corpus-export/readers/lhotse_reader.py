"""Reads Lhotse's manifests, Shar, and NeMo's duplex Shar with Lhotse itself, and prints what it found as JSON."""

import hashlib
import json
import sys

import numpy
from lhotse import CutSet, load_manifest
from lhotse.qa import validate


def sound(samples):
    """16-bit samples of each channel, as a hash: equal where the sound is equal."""
    whole = numpy.rint(numpy.asarray(samples) * 32768).clip(-32768, 32767).astype("<i2")
    return [len(whole[0]), [hashlib.sha256(channel.tobytes()).hexdigest() for channel in whole]]


def cut_facts(cut):
    validate(cut)
    return {
        "id": cut.id,
        "duration": cut.duration,
        "sound": sound(cut.load_audio()),
        "supervisions": [
            {
                "start": one.start,
                "duration": one.duration,
                "channel": one.channel,
                "speaker": one.speaker,
                "text": one.text,
                "words": [[item.symbol, item.start, item.duration] for item in one.alignment["word"]],
            }
            for one in cut.supervisions
        ],
    }


def main(folder, split):
    recordings = load_manifest(f"{folder}/lhotse/recordings_{split}.jsonl.gz")
    supervisions = load_manifest(f"{folder}/lhotse/supervisions_{split}.jsonl.gz")
    validate(recordings)
    validate(supervisions)
    files = CutSet.from_file(f"{folder}/lhotse/cuts_{split}.jsonl.gz")
    cuts = files.with_recording_path_prefix(f"{folder}/lhotse")
    shar = CutSet.from_shar(
        fields={
            "cuts": [f"{folder}/shar/{split}/cuts.000000.jsonl.gz"],
            "recording": [f"{folder}/shar/{split}/recording.000000.tar"],
        }
    )
    duplex = CutSet.from_shar(
        fields={
            "cuts": [f"{folder}/nemo-duplex/{split}/cuts.000000.jsonl.gz"],
            "recording": [f"{folder}/nemo-duplex/{split}/recording.000000.tar"],
            "target_audio": [f"{folder}/nemo-duplex/{split}/target_audio.000000.tar"],
        }
    )
    print(
        json.dumps(
            {
                "recordings": len(recordings),
                "supervisions": len(supervisions),
                "cuts": [cut_facts(cut) for cut in cuts],
                "shar": [cut_facts(cut) for cut in shar],
                "duplex": [
                    {
                        **cut_facts(cut),
                        "rate": cut.sampling_rate,
                        "target": cut.load_target_audio().shape[1],
                        "targetRate": cut.target_audio.sampling_rate,
                    }
                    for cut in duplex
                ],
            }
        )
    )


main(*sys.argv[1:])
