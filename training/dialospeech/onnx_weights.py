"""A network's weights, read back out of the ONNX files that it was exported to.

The exporter renames weights, turns some and cuts others. Where each one goes is learnt by exporting
the same network with marked weights, every number another one, and looking where they come out.
"""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from .onnx_files import Written

MARK = 0.01
"""How far marked weights lie from fresh ones: far enough to tell apart, near enough to compute with."""
Exporter = Callable[[nn.Module, Path], Sequence[Written]]


def read_weights(model: nn.Module, export: Exporter, folder: Path) -> dict[str, Tensor]:
    """The state dict of the model that was exported into a folder; `model` is one of the same shape."""
    marked = _marked(model)
    with tempfile.TemporaryDirectory() as scratch:
        names = [written.name for written in export(marked, Path(scratch))]
        places = [array for name in names for array in _stored(Path(scratch) / name)]
    found = [array for name in names for array in _stored(folder / name)]
    if [array.shape for array in places] != [array.shape for array in found]:
        raise ValueError(
            f"{folder} is not of this configuration, or was exported by another version of PyTorch or of "
            "this code: take the versions that training/requirements.txt names."
        )
    return {
        name: torch.from_numpy(_gathered(name, mark.numpy(), places, found)) if mark.is_floating_point() else mark
        for name, mark in marked.state_dict().items()
    }


def _marked(model: nn.Module) -> nn.Module:
    marked = copy.deepcopy(model).cpu().eval()
    random = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for value in marked.state_dict().values():
            if value.is_floating_point():
                value.add_(MARK * torch.rand(value.shape, generator=random))
    return marked


def _stored(path: Path) -> list[np.ndarray]:
    """The weights of a file in its order, in float32."""
    import onnx
    from onnx import TensorProto, numpy_helper

    if not path.exists():
        raise FileNotFoundError(f"{path} is not there: give the folder of a whole model.")
    kinds = (TensorProto.FLOAT, TensorProto.FLOAT16)
    weights = [weight for weight in onnx.load(str(path)).graph.initializer if weight.data_type in kinds]
    return [numpy_helper.to_array(weight).astype(np.float32) for weight in weights]


def _gathered(name: str, mark: np.ndarray, places: list[np.ndarray], found: list[np.ndarray]) -> np.ndarray:
    """The weight whose mark lies in one of the places: as it is, turned, or by rows."""
    rows = np.full(mark.shape, np.nan, dtype=np.float32)
    for place, value in zip(places, found):
        if place.shape == mark.shape and np.array_equal(place, mark):
            return value
        if mark.ndim == 2 and place.shape == mark.shape[::-1] and np.array_equal(place.T, mark):
            return np.ascontiguousarray(value.T)
        if mark.ndim == 2 and place.ndim > 0 and place.shape[-1] == mark.shape[1]:
            part = place.reshape(-1, mark.shape[1])
            first = np.flatnonzero((mark == part[0]).all(1))
            if len(first) == 1 and np.array_equal(mark[first[0] : first[0] + len(part)], part):
                rows[first[0] : first[0] + len(part)] = value.reshape(part.shape)
    if np.isnan(rows).any():
        raise ValueError(f"The weights '{name}' are not in the files.")
    return rows
