"""`flow.onnx`: one velocity of one window, for a batch with and without its condition."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from .config import MELS, Settings
from .flow_model import FlowModel
from .flow_train import trained_flow
from .onnx_files import Case, Written, write_onnx
from .training_loop import load_state
from .vocabulary import CODES

PARITY = 1e-3


class FlowOnnx(nn.Module):
    """The model as the runtime calls it: one stream's window, told and untold as a batch."""

    def __init__(self, model: FlowModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        mel: torch.Tensor,
        known: torch.Tensor,
        tokens: torch.Tensor,
        speaker: torch.Tensor,
        time: torch.Tensor,
        keep: torch.Tensor,
    ) -> torch.Tensor:
        """Mel [B, T, 80], known [T], tokens [T / 2], speaker [128], time [1], keep [B]."""
        ones = torch.ones_like(keep)
        return self.model(
            mel,
            ones.unsqueeze(1) * known.unsqueeze(0),
            tokens.unsqueeze(0),
            speaker.unsqueeze(0),
            ones * time,
            keep,
        )


def example(settings: Settings, batch: int, frames: int) -> tuple[torch.Tensor, ...]:
    """Inputs of one call, for tracing and for parity."""
    made = torch.Generator().manual_seed(frames)
    known = torch.zeros(frames)
    known[: frames // 3] = 1.0
    return (
        torch.randn(batch, frames, MELS, generator=made),
        known,
        torch.randint(0, CODES, (frames // 2,), generator=made),
        torch.randn(settings.config.speaker.vector, generator=made),
        torch.tensor([0.3]),
        torch.arange(batch, 0, -1).clamp_max(1).float() if batch == 1 else torch.tensor([1.0, 0.0]),
    )


def export_model(model: FlowModel, settings: Settings, folder: Path) -> list[Written]:
    """Write the model and hold it against PyTorch at lengths and batches that were not traced."""
    return write_onnx(
        FlowOnnx(model.eval()),
        folder / "flow.onnx",
        inputs={
            "mel": {0: "batch", 1: "frames"},
            "known": {0: "frames"},
            "tokens": {0: "steps"},
            "speaker": {},
            "time": {},
            "keep": {0: "batch"},
        },
        outputs={"velocity": {0: "batch", 1: "frames"}},
        traced=example(settings, 2, 80),
        cases=[
            Case(f"batch {batch}, {frames} frames", example(settings, batch, frames))
            for batch, frames in ((1, 30), (2, 74), (2, 106))
        ],
        tolerance=PARITY,
    )


def export(settings: Settings, folder: Path) -> list[Written]:
    """Write `flow.onnx` of a trained run into a folder."""
    return export_model(trained_flow(settings, load_state(settings, "flow")), settings, folder)
