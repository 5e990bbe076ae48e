"""The text encoder and DiaLM as ONNX files, held against PyTorch by `onnx_files`."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from .config import Config, Settings
from .dialm import MASKED, Cache, Dialm
from .dialm_train import trained_models
from .onnx_files import Case, Written, write_onnx
from .text_encoder import TextEncoder
from .training_loop import load_state

TOLERANCE = 1e-4
STEP_INPUTS = ("tokens", "text", "features", "speakers", "cache_keys", "cache_values", "mask", "position")
STEP_OUTPUTS = ("summary", "actions_first", "actions_second", "new_keys", "new_values")


class DialmStep(nn.Module):
    """The step of DiaLM with plain tensors in and out.

    Its summary carries the text at the old pointer behind it, so that the token head can tell
    whether the pointer has moved without being told.
    """

    def __init__(self, dialm: Dialm) -> None:
        super().__init__()
        self.dialm = dialm

    def forward(
        self,
        tokens: Tensor,
        text: Tensor,
        features: Tensor,
        speakers: Tensor,
        cache_keys: Tensor,
        cache_values: Tensor,
        mask: Tensor,
        position: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        cache = Cache(cache_keys, cache_values)
        summary, *others = self.dialm.step(tokens, text, features, speakers, cache, mask, position)
        return (torch.cat([summary, text], dim=-1), *others)


class TokenHead(nn.Module):
    """The head that names the token once the pointer has moved."""

    def __init__(self, dialm: Dialm) -> None:
        super().__init__()
        self.dialm = dialm

    def forward(self, summary: Tensor, text: Tensor) -> Tensor:
        width = self.dialm.config.width
        moved = ((text - summary[:, width:]).abs().sum(dim=-1) > 0).long()
        return self.dialm.token_logits(summary[:, :width], text, moved)


def load_models(settings: Settings) -> tuple[TextEncoder, Dialm]:
    """The text encoder and DiaLM of a run's best weights, ready for use."""
    return trained_models(settings, load_state(settings, "dialm"))


def export(settings: Settings, folder: Path) -> list[Written]:
    """Write text.onnx, dialm.onnx and head.onnx of a run's best weights."""
    text, dialm = load_models(settings)
    return write_models(text, dialm, settings.config, folder)


def write_models(text: TextEncoder, dialm: Dialm, config: Config, folder: Path) -> list[Written]:
    """Write the three files; the text encoder is compared at lengths that were not traced."""
    # The exporter puts a model back into the mode it found, so the wrappers are set, too.
    text.eval()
    step, head = DialmStep(dialm).eval(), TokenHead(dialm).eval()
    length = {1: "symbols"}
    heads = [_head_arguments(config), _head_arguments(config)]
    return [
        *write_onnx(
            text,
            folder / "text.onnx",
            {"symbols": length, "tones": length, "roles": length},
            {"vectors": length},
            _text_arguments(19),
            [Case("77 symbols", _text_arguments(77)), Case("3 symbols", _text_arguments(3))],
            TOLERANCE,
        ),
        *write_onnx(
            step,
            folder / "dialm.onnx",
            {name: {} for name in STEP_INPUTS},
            {name: {} for name in STEP_OUTPUTS},
            _step_arguments(dialm, config, 3),
            [Case(f"step {place}", _step_arguments(dialm, config, place)) for place in (0, 11, 5000)],
            TOLERANCE,
        ),
        *write_onnx(
            head,
            folder / "head.onnx",
            {"summary": {}, "text": {}},
            {"logits": {}},
            heads[0],
            [Case("another step", heads[1])],
            TOLERANCE,
        ),
    ]


def _text_arguments(length: int) -> tuple[Tensor, ...]:
    return tuple(torch.randint(1, top, (1, length)) for top in (40, 8, 5))


def _head_arguments(config: Config) -> tuple[Tensor, ...]:
    """A summary of a stream whose pointer stayed and of one whose pointer moved."""
    old, new = torch.randn(2, config.text.width), torch.randn(2, config.text.width)
    new[0] = old[0]
    return torch.cat([torch.randn(2, config.dialm.width), old], dim=-1), new


def _step_arguments(dialm: Dialm, config: Config, position: int) -> tuple[Tensor, ...]:
    window, width = config.dialm.window, config.dialm.width
    mask = torch.zeros(window)
    mask[min(position, window) :] = MASKED
    return (
        torch.tensor([7, 1000]),
        torch.randn(2, config.text.width),
        torch.tensor([[2, 3, 9, 0, 0], [0, 12, 5, 1, 1]]),
        torch.randn(2, config.speaker.vector),
        torch.randn(dialm.cache_layers, window, width),
        torch.randn(dialm.cache_layers, window, width),
        mask,
        torch.tensor([position]),
    )
