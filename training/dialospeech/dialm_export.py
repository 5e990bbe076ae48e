"""The text encoder and DiaLM as ONNX files, and the proof that they say what PyTorch says."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .config import Config, Settings
from .dialm import Cache, Dialm, make_dialm
from .text_encoder import TextEncoder
from .training_loop import load_state

OPSET = 17
PARITY = 1e-3
"""The largest difference from PyTorch that an exported file may show."""


class DialmStep(nn.Module):
    """The step of DiaLM with plain tensors in and out."""

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
        return self.dialm.step(tokens, text, features, speakers, cache, mask, position)


class TokenHead(nn.Module):
    """The head that names the token once the pointer has moved."""

    def __init__(self, dialm: Dialm) -> None:
        super().__init__()
        self.dialm = dialm

    def forward(self, summary: Tensor, text: Tensor) -> Tensor:
        return self.dialm.token_logits(summary, text)


def export(settings: Settings, folder: Path) -> dict[str, float]:
    """Write text.onnx, dialm.onnx and head.onnx of a run's best weights; the parity of each."""
    state = load_state(settings, "dialm")
    text, dialm = TextEncoder(settings.config.text), make_dialm(settings.config)
    text.load_state_dict(state["text"])
    dialm.load_state_dict(state["dialm"])
    return write_models(text, dialm, settings.config, folder)


def write_models(text: TextEncoder, dialm: Dialm, config: Config, folder: Path) -> dict[str, float]:
    """Write the three files and compare each with PyTorch, the text at a length it was not traced at."""
    folder.mkdir(parents=True, exist_ok=True)
    text.eval()
    step, head = DialmStep(dialm).eval(), TokenHead(dialm).eval()
    symbols = {name: {1: "symbols"} for name in ("symbols", "tones", "roles", "vectors")}
    write_onnx(text, text_arguments(19), ["symbols", "tones", "roles"], ["vectors"], folder / "text.onnx", symbols)
    step_outputs = ["summary", "actions_first", "actions_second", "new_keys", "new_values"]
    write_onnx(
        step, step_arguments(dialm, config, 3), STEP_INPUTS, step_outputs, folder / "dialm.onnx", {}
    )
    head_arguments = (torch.randn(2, config.dialm.width), torch.randn(2, config.text.width))
    write_onnx(head, head_arguments, ["summary", "text"], ["logits"], folder / "head.onnx", {})
    parity = {
        "text.onnx": difference(text, text_arguments(77), folder / "text.onnx"),
        "dialm.onnx": difference(step, step_arguments(dialm, config, 11), folder / "dialm.onnx"),
        "head.onnx": difference(head, tuple(-a for a in head_arguments), folder / "head.onnx"),
    }
    for name, worst in parity.items():
        if not worst < PARITY:
            raise ValueError(f"{folder / name} differs from PyTorch by {worst}: at most {PARITY} is allowed.")
    return parity


STEP_INPUTS = ["tokens", "text", "features", "speakers", "cache_keys", "cache_values", "mask", "position"]


def text_arguments(length: int) -> tuple[Tensor, ...]:
    """Some symbols, tones and roles of a length."""
    return tuple(torch.randint(1, top, (1, length)) for top in (40, 8, 5))


def step_arguments(dialm: Dialm, config: Config, position: int) -> tuple[Tensor, ...]:
    """The inputs of one step with half of its cache filled."""
    window, width = config.dialm.window, config.dialm.width
    mask = torch.zeros(window)
    mask[window // 2 :] = -1e9
    return (
        torch.tensor([7, 1000]),
        torch.randn(2, config.text.width),
        torch.tensor([[2, 3, 9, 0], [0, 12, 5, 1]]),
        torch.randn(2, config.speaker.vector),
        torch.randn(dialm.cache_layers, window, width),
        torch.randn(dialm.cache_layers, window, width),
        mask,
        torch.tensor([position]),
    )


def write_onnx(
    model: nn.Module,
    arguments: tuple[Tensor, ...],
    inputs: list[str],
    outputs: list[str],
    path: Path,
    axes: dict[str, dict[int, str]],
) -> None:
    """Trace a model into a file; the older exporter is asked for where there are two."""
    options: dict[str, Any] = {}
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        options["dynamo"] = False
    temporary = path.with_suffix(".part")
    with torch.no_grad():
        torch.onnx.export(
            model,
            arguments,
            str(temporary),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            **options,
        )
    temporary.replace(path)


def difference(model: nn.Module, arguments: tuple[Tensor, ...], path: Path) -> float:
    """The largest difference between a file and the model it was made of."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [entry.name for entry in session.get_inputs()]
    heard = session.run(None, {name: value.numpy() for name, value in zip(names, arguments)})
    with torch.no_grad():
        meant = model(*arguments)
    meant = meant if isinstance(meant, tuple) else (meant,)
    return max(float(np.abs(a - b.numpy()).max()) for a, b in zip(heard, meant))
