"""A whole model with untrained weights: what the runtime's tests and first measurements play.

`python -m dialospeech random --config tiny --run FOLDER` writes it into `FOLDER/model`.
"""

from __future__ import annotations

import torch

from . import dialm_export, flow_export, speaker_export, vocoder_export
from .config import Settings
from .dialm import make_dialm
from .export import write_description
from .flow_model import FlowModel
from .speaker_model import SpeakerEncoder
from .text_encoder import TextEncoder
from .vocoder_model import VocoderModel


def run(settings: Settings) -> None:
    """Write every network and the description; the same seed gives the same files."""
    torch.manual_seed(settings.seed)
    config = settings.config
    folder = settings.run / "model"
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        *dialm_export.write_models(TextEncoder(config.text), make_dialm(config), config, folder),
        *flow_export.export_model(FlowModel(config), settings, folder),
        *vocoder_export.export_model(VocoderModel(config), settings, folder),
        *speaker_export.export_model(SpeakerEncoder(config.speaker), folder),
    ]
    speakers = []
    for native in ("en", "zh"):
        for gender in ("female", "male"):
            vector = torch.nn.functional.normalize(torch.randn(config.speaker.vector), dim=0)
            speakers.append(
                {
                    "name": f"{native}-{gender}-1",
                    "gender": gender,
                    "languages": [native],
                    "vector": [round(float(value), 5) for value in vector],
                }
            )
    write_description(config, folder, written, speakers)
