"""Writing a model as ONNX and holding the file against PyTorch at sizes that were not traced."""

from __future__ import annotations

import importlib.util
import inspect
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

import torch
from torch import nn

OPSET = 17


@dataclass(frozen=True)
class Case:
    """Inputs of one call, in the model's order, and what to call them in an error."""

    name: str
    inputs: tuple[torch.Tensor, ...]


@dataclass(frozen=True)
class Written:
    """A file that was written, and how near its answers come to PyTorch's."""

    name: str
    # At lengths that were not traced; nothing where nothing could be compared.
    difference: Optional[float]
    # The same of what the file has become since, as when its weights were rounded.
    difference_now: Callable[[], Optional[float]]


def largest_difference(path: Path, model: nn.Module, names: list[str], case: Case) -> float:
    """The largest difference of any output between the file and the model, in parts of the largest value.

    Where no value is above 1 it is the difference itself.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    outputs = session.run(None, {name: value.numpy() for name, value in zip(names, case.inputs)})
    with torch.no_grad():
        expected = model(*case.inputs)
    tensors = expected if isinstance(expected, tuple) else (expected,)
    for found, tensor in zip(outputs, tensors):
        if tuple(found.shape) != tuple(tensor.shape):
            raise ValueError(f"{path.name}, {case.name}: shape {found.shape}, expected {tuple(tensor.shape)}.")
    return max(
        float((torch.from_numpy(found) - tensor).abs().max()) / max(1.0, float(tensor.abs().max()))
        for found, tensor in zip(outputs, tensors)
    )


def write_onnx(
    model: nn.Module,
    path: Path,
    inputs: dict[str, dict[int, str]],
    outputs: dict[str, dict[int, str]],
    traced: tuple[torch.Tensor, ...],
    cases: list[Case],
    tolerance: float,
) -> list[Written]:
    """Write a model whose inputs and outputs are named with their dynamic axes.

    It is written under another name first and renamed when every case agrees. A difference above
    `tolerance` is a ValueError that names the case. Without onnxruntime (a training machine may
    lack it) nothing is compared.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    # Newer versions of PyTorch export by another way unless they are told not to.
    old_way = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    try:
        with torch.no_grad():
            torch.onnx.export(
                model,
                traced,
                str(temporary),
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_axes={name: axes for name, axes in {**inputs, **outputs}.items() if axes},
                opset_version=OPSET,
                do_constant_folding=True,
                **old_way,
            )
        if importlib.util.find_spec("onnxruntime") is None:
            cases = []
        found = [largest_difference(temporary, model, list(inputs), case) for case in cases]
        for case, difference in zip(cases, found):
            if not difference <= tolerance:
                raise ValueError(
                    f"{path.name}, {case.name}: differs from PyTorch by {difference:.2e}, "
                    f"more than {tolerance:.0e}."
                )
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)

    def difference_now() -> Optional[float]:
        return max((largest_difference(path, model, list(inputs), case) for case in cases), default=None)

    return [Written(path.name, max(found, default=None), difference_now)]
