"""`speaker.onnx`: the voice of a prompt."""

from __future__ import annotations

from pathlib import Path

import torch

from .config import MELS, Settings
from .onnx_files import Case, Written, write_onnx
from .speaker_model import SpeakerEncoder
from .training_loop import load_state

PARITY = 1e-4


def read_encoder(settings: Settings) -> SpeakerEncoder:
    """The encoder as it was trained."""
    encoder = SpeakerEncoder(settings.config.speaker)
    encoder.load_state_dict(load_state(settings, "speakers")["model"])
    return encoder.eval()


def export_model(encoder: SpeakerEncoder, folder: Path) -> list[Written]:
    """Write an encoder and hold it against PyTorch at lengths that were not traced."""

    def mel(frames: int) -> torch.Tensor:
        return torch.randn(1, frames, MELS, generator=torch.Generator().manual_seed(frames))

    return write_onnx(
        encoder.eval(),
        folder / "speaker.onnx",
        inputs={"mel": {1: "frames"}},
        outputs={"vector": {}},
        traced=(mel(90),),
        cases=[Case(f"{frames} frames", (mel(frames),)) for frames in (50, 151, 750)],
        tolerance=PARITY,
    )


def export(settings: Settings, folder: Path) -> list[Written]:
    """Write `speaker.onnx` of a trained run into a folder."""
    return export_model(read_encoder(settings), folder)
