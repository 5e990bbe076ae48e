"""A model with the weights of matrix products in eight bits, to hold beside the whole one.

`python -m dialospeech.int8_model --model RUN/model --out RUN/model-int8 [--files dialm.onnx,head.onnx]`
writes a model that the runtime opens like any other. Weights have one scale for each column; what
they are multiplied by is rounded call by call, so a processor that multiplies whole numbers faster
does so. Convolutions stay as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Sequence

import numpy as np

from .export import file_facts
from .half_storage import halve

FILES = ("text.onnx", "dialm.onnx", "head.onnx", "flow.onnx")


def whole_weights(source: Path, target: Path) -> None:
    """Write a file whose weights were stored as float16 with float32 in their place."""
    import onnx
    from onnx import TensorProto, numpy_helper

    model = onnx.load(str(source))
    graph = model.graph
    stored = {weight.name: weight for weight in graph.initializer}
    kept = []
    for node in graph.node:
        halved = stored.get(node.input[0]) if node.op_type == "Cast" and node.input else None
        if halved is None or halved.data_type != TensorProto.FLOAT16:
            kept.append(node)
            continue
        values = numpy_helper.to_array(halved).astype(np.float32)
        halved.CopyFrom(numpy_helper.from_array(values, node.output[0]))
    del graph.node[:]
    graph.node.extend(kept)
    onnx.save(model, str(target))


def round_weights(source: Path, target: Path) -> None:
    """Write a file with the weights of its matrix products in eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = target.with_name(f"{target.name}.{os.getpid()}.whole")
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        whole_weights(source, whole)
        quantize_dynamic(
            str(whole),
            str(part),
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            # Of eight bits seven: processors without VNNI add two products in sixteen bits.
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        halve(part)
        os.replace(part, target)
    finally:
        whole.unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def int8_model(model: Path, out: Path, files: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Write the model with some of its files in eight bits; the bytes of these before and after."""
    record = json.loads((model / "model.json").read_text(encoding="utf-8"))
    unknown = [name for name in files if name not in record["files"]]
    if unknown:
        raise ValueError(f"{model} has no {', '.join(unknown)}; it has {', '.join(record['files'])}.")
    out.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name, facts in record["files"].items():
        if name in files:
            round_weights(model / name, out / name)
            record["files"][name] = file_facts(out / name)
            sizes[name] = (facts["bytes"], record["files"][name]["bytes"])
        else:
            shutil.copyfile(model / name, out / name)
    temporary = out / f"model.json.{os.getpid()}.part"
    temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, out / "model.json")
    return sizes


def main() -> None:
    """Write the model and print what became smaller."""
    parser = argparse.ArgumentParser(prog="python -m dialospeech.int8_model", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--files", default=",".join(FILES), help="which files, with commas between them")
    asked = parser.parse_args()
    for name, (before, after) in int8_model(asked.model, asked.out, asked.files.split(",")).items():
        print(f"{name}: {before / 1e6:.2f} MB -> {after / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
