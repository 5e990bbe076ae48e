"""`vocoder.onnx`: mel frames to spectra; the inverse transform stays with the runtime."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from .config import MELS, Settings
from .onnx_files import Case, Written, write_onnx
from .vocoder_model import VocoderModel
from .vocoder_polish import trained_vocoder

PARITY = 2e-3


class VocoderOnnx(nn.Module):
    """The model as the runtime calls it: one track, `before` frames of context first."""

    def __init__(self, model: VocoderModel, before: int) -> None:
        super().__init__()
        self.model = model
        self.before = before

    def forward(
        self, mel: torch.Tensor, phase: torch.Tensor, frame: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Mel [1, T, 80], phase [1] in cycles at the first frame after the context, frame [1]."""
        return self.model(mel, phase, frame, self.before)


def example(frames: int, first: int) -> tuple[torch.Tensor, ...]:
    """Inputs of one call, for tracing and for parity."""
    made = torch.Generator().manual_seed(frames)
    mel = torch.randn(1, frames, MELS, generator=made)
    return mel, torch.tensor([0.3]), torch.tensor([first])


def export_model(model: VocoderModel, settings: Settings, folder: Path) -> list[Written]:
    """Write the model and hold it against PyTorch at lengths that were not traced."""
    return write_onnx(
        VocoderOnnx(model.eval(), settings.config.vocoder.before),
        folder / "vocoder.onnx",
        inputs={"mel": {1: "frames"}, "phase": {}, "frame": {}},
        outputs={"real": {1: "frames"}, "imaginary": {1: "frames"}, "phases": {1: "frames"}},
        traced=example(76, 0),
        cases=[Case(f"{frames} frames", example(frames, first)) for frames, first in ((50, 24), (33, 1000))],
        tolerance=PARITY,
    )


def export(settings: Settings, folder: Path) -> list[Written]:
    """Write `vocoder.onnx` of a trained run into a folder."""
    return export_model(trained_vocoder(settings), settings, folder)
