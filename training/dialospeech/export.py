"""The step `export`: every network as ONNX beside a `model.json` that says how they go together.

Each piece writes its own files and holds them against PyTorch; here they are counted, summed and
described. `model.json` is written after them, so a folder without one is not a model; the model card
says what it was trained on.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

from . import dialm_export, flow_export, speaker_export, vocoder_export
from .config import (
    HOP,
    MEL_DEVIATION,
    MEL_MEAN,
    MELS,
    SAMPLE_RATE,
    VOCODER_FFT,
    Config,
    Settings,
)
from .dialm import ACTIONS
from .extractor_file import write_extractor
from .half_storage import halve
from .model_card import write_card
from .onnx_files import Written
from .vocabulary import BOS, CODES, END, SIL, TOKENS, VOCABULARY_FILE

FORMAT = 1
LICENCE = "Apache-2.0"
# Built-in speakers of one language and one gender.
SPEAKERS_OF_A_KIND = 4
# Too little speech to be sure of a voice.
_SECONDS_AT_LEAST = 20.0


def run(settings: Settings) -> None:
    """Write the model of a run into `RUN/model`."""
    folder = settings.run / "model"
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        file
        for piece in (dialm_export, flow_export, vocoder_export, speaker_export)
        for file in piece.export(settings, folder)
    ]
    everyone = json.loads((settings.run / "speakers" / "all.json").read_text(encoding="utf-8"))
    write_description(settings.config, folder, written, built_in_speakers(everyone))
    write_card(settings, folder)
    write_extractor(settings)


def built_in_speakers(everyone: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A few speakers of each native language and gender that training heard most, named by what they are."""
    chosen = []
    known = [one for one in everyone if one["split"] == "train"]
    for native in ("en", "zh"):
        for gender in ("female", "male"):
            kind = [one for one in known if (one["native"], one["gender"]) == (native, gender)]
            kind = [one for one in kind if one["seconds"] >= _SECONDS_AT_LEAST] or kind
            # Those of both languages first, then those that were heard longest.
            kind.sort(key=lambda one: (-len(one["languages"]), -one["seconds"], one["id"]))
            for number, one in enumerate(kind[:SPEAKERS_OF_A_KIND], start=1):
                chosen.append(
                    {
                        "name": f"{native}-{gender}-{number}",
                        "gender": gender,
                        "languages": one["languages"],
                        "vector": one["vector"],
                    }
                )
    if not chosen:
        raise ValueError("The run knows no speaker of English or Mandarin: run the step `speakers` again.")
    return chosen


def description(config: Config, speakers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All of `model.json` but the files."""
    vocabulary = json.loads(VOCABULARY_FILE.read_text(encoding="utf-8"))
    dialm, flow, vocoder = config.dialm, config.flow, config.vocoder
    return {
        "format": FORMAT,
        "configuration": config.name,
        "licence": LICENCE,
        "sampleRate": SAMPLE_RATE,
        "hop": HOP,
        "mel": {"bands": MELS, "mean": MEL_MEAN, "deviation": MEL_DEVIATION},
        "tokens": {"codes": CODES, "silence": SIL, "begin": BOS, "end": END, "count": TOKENS},
        "text": {"width": config.text.width, "before": config.text.before, "after": config.text.after},
        "dialm": {
            # A stream layer keeps both streams' keys.
            "cacheLayers": 2 * dialm.stream_layers + dialm.trunk_layers,
            "width": dialm.width,
            "window": dialm.window,
            "actions": ACTIONS,
        },
        "flow": {
            "history": flow.history,
            "block": flow.block,
            "firstBlock": flow.first_block,
            "lookAhead": flow.look_ahead,
            "steps": flow.steps,
            "times": flow.times,
            "guidance": flow.guidance,
        },
        "vocoder": {"fft": VOCODER_FFT, "before": vocoder.before, "after": vocoder.after},
        "speakerWidth": config.speaker.vector,
        "vocabulary": {name: vocabulary[name] for name in ("symbols", "tones", "backchannels")},
        "speakers": list(speakers),
    }


def write_description(
    config: Config, folder: Path, written: Sequence[Written], speakers: Sequence[dict[str, Any]]
) -> None:
    """Keep the weights of a folder's files in half the bytes and write its `model.json`.

    `parity` is how far each network is from PyTorch as it was exported, `rounding` how far its file
    is with the weights in half the bytes. Where nothing could be compared, neither is said.
    """
    for one in written:
        halve(folder / one.name)
    in_order = sorted(written, key=lambda one: one.name)
    parity = {one.name: one.difference for one in in_order}
    rounding = {one.name: one.difference_now() for one in in_order}
    record = {
        **description(config, speakers),
        "parity": _measured(parity),
        "rounding": _measured(rounding),
        "files": {one.name: file_facts(folder / one.name) for one in in_order},
    }
    temporary = folder / f"model.json.{os.getpid()}.part"
    temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, folder / "model.json")


def _measured(differences: Mapping[str, Optional[float]]) -> dict[str, float]:
    return {name: float(f"{value:.2e}") for name, value in differences.items() if value is not None}


def file_facts(path: Path) -> dict[str, Any]:
    """Size and checksum of a file."""
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
