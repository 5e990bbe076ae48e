"""Weights stored in half the bytes give nearly the same answers."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.half_storage import halve
from dialospeech.onnx_files import Case, largest_difference, write_onnx

MISSING = [name for name in ("onnx", "onnxruntime") if importlib.util.find_spec(name) is None]


@unittest.skipIf(MISSING, f"{', '.join(MISSING)} not installed")
class Halves(unittest.TestCase):
    def test_half_the_bytes_and_nearly_the_same_answers(self) -> None:
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Linear(64, 256), torch.nn.GELU(), torch.nn.Linear(256, 64)).eval()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "small.onnx"
            case = Case("a call", (torch.randn(3, 64),))
            [written] = write_onnx(model, path, {"x": {}}, {"y": {}}, case.inputs, [case], 1e-5)
            self.assertEqual(written.difference, largest_difference(path, model, ["x"], case))
            before = path.stat().st_size
            halve(path)
            self.assertLess(path.stat().st_size, 0.56 * before)
            after = largest_difference(path, model, ["x"], case)
            self.assertLess(after, 2e-3)
            self.assertEqual(written.difference_now(), after)
            self.assertEqual([file.name for file in Path(folder).iterdir()], ["small.onnx"])


if __name__ == "__main__":
    unittest.main()
