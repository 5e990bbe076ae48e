"""Weights kept in half the bytes: stored as float16, computed in float32.

A file's large weights become float16 with a cast behind each, which ONNX Runtime computes once when
it opens the file. So the model is half as large and runs as fast, and its answers change by no more
than the rounding of its weights.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

SMALLEST = 4096
"""Weights of fewer numbers are left as they are: there is nothing to gain."""


def halve(path: Path) -> None:
    """Rewrite an ONNX file with its large weights in float16; under another name first."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    casts = []
    for weight in graph.initializer:
        if weight.data_type != TensorProto.FLOAT or int(np.prod(weight.dims)) < SMALLEST:
            continue
        values = numpy_helper.to_array(weight)
        if np.abs(values).max() > float(np.finfo(np.float16).max):
            continue
        stored = f"{weight.name}.half"
        casts.append(helper.make_node("Cast", [stored], [weight.name], to=TensorProto.FLOAT))
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    onnx.save(model, str(temporary))
    os.replace(temporary, path)
