"""The step `begin`: a run whose networks begin with the weights of an exported model.

What follows trains on from them, as with speakers or conversations of one's own, instead of from
nothing. An export holds no optimisers and nothing that only trains, such as the vocoder's judges:
those begin anew. Tokens mean what the model's own extractor says, so its extractor is taken, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from . import dialm_export, flow_export, speaker_export, vocoder_export
from .config import Settings
from .dialm_train import DialmModels
from .extractor_file import read_extractor
from .flow_model import FlowModel
from .model_card import write_card_before
from .onnx_weights import read_weights
from .speaker_model import SpeakerEncoder
from .training_loop import save_atomically
from .vocoder_model import VocoderModel

Weights = dict[str, torch.Tensor]


def begin(settings: Settings, model: Path, extractor: Path) -> None:
    """Write the checkpoints of every step into a run that has none."""
    there = sorted(path.parent.name for path in settings.run.glob("*/best.pt"))
    if there:
        raise ValueError(f"{settings.run} has been trained before ({', '.join(there)}): take an empty folder.")
    tokens = {"model": read_extractor(settings, extractor), "optimizer": None}
    states = {"tokens": tokens, **_states(settings, model)}
    write_card_before(settings, model)
    for step, state in states.items():
        first = settings.config.dialm.monologue_iterations if step == "dialm" else 0
        progress = {"iteration": first, "first": first, "seconds": 0.0}
        for which in ("best", "last"):
            save_atomically({"state": state, "progress": progress}, settings.folder(step) / f"{which}.pt")


def _states(settings: Settings, model: Path) -> dict[str, dict[str, Any]]:
    config = settings.config
    both = read_weights(
        DialmModels(settings),
        lambda marked, folder: dialm_export.write_models(marked.text, marked.dialm, config, folder),
        model,
    )
    flow = read_weights(
        FlowModel(config), lambda marked, folder: flow_export.export_model(marked, settings, folder), model
    )
    vocoder = read_weights(
        VocoderModel(config),
        lambda marked, folder: vocoder_export.export_model(marked, settings, folder),
        model,
    )
    speakers = read_weights(SpeakerEncoder(config.speaker), speaker_export.export_model, model)
    return {
        "dialm": {"model": both, "average": _settled(both), "optimizer": None},
        "flow": {"model": flow, "average": _settled(flow), "optimizer": None},
        "vocoder": {"model": vocoder, "optimizer": None},
        "vocoder-polish": {
            "model": vocoder, "average": _settled(vocoder), "judges": None, "ours": None, "theirs": None,
        },
        "speakers": {"model": speakers, "head": None, "optimizer": None},
    }


def _settled(weights: Weights) -> dict[str, Any]:
    """An average that has followed for long, so that it moves as slowly as at the end of training."""
    return {"count": 10**6, "weights": weights}
