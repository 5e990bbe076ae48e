"""A model in eight bits is a whole model, smaller, that answers nearly alike."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.export import file_facts
from dialospeech.half_storage import halve
from dialospeech.int8_model import int8_model
from dialospeech.onnx_files import Case, largest_difference, write_onnx

MISSING = [name for name in ("onnx", "onnxruntime") if importlib.util.find_spec(name) is None]


@unittest.skipIf(MISSING, f"{', '.join(MISSING)} not installed")
class EightBits(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.model = Path(self.folder.name) / "model"
        self.model.mkdir()
        self.network = torch.nn.Sequential(torch.nn.Linear(64, 256), torch.nn.GELU(), torch.nn.Linear(256, 64)).eval()
        self.case = Case("a call", (torch.randn(5, 64),))
        for name in ("one.onnx", "two.onnx"):
            write_onnx(self.network, self.model / name, {"x": {}}, {"y": {}}, self.case.inputs, [], 1e-5)
            halve(self.model / name)
        files = {name: file_facts(self.model / name) for name in ("one.onnx", "two.onnx")}
        (self.model / "model.json").write_text(json.dumps({"format": 1, "files": files}))

    def test_chosen_files_are_smaller_and_answer_nearly_alike(self) -> None:
        out = Path(self.folder.name) / "int8"
        sizes = int8_model(self.model, out, ["one.onnx"])
        self.assertEqual(list(sizes), ["one.onnx"])
        before, after = sizes["one.onnx"]
        self.assertLess(after, 0.65 * before)
        self.assertEqual({path.name for path in out.iterdir()}, {"one.onnx", "two.onnx", "model.json"})
        record = json.loads((out / "model.json").read_text())
        for name, facts in record["files"].items():
            self.assertEqual(file_facts(out / name), facts)
        self.assertEqual((out / "two.onnx").read_bytes(), (self.model / "two.onnx").read_bytes())
        difference = largest_difference(out / "one.onnx", self.network, ["x"], self.case)
        self.assertGreater(difference, 0.0)
        self.assertLess(difference, 0.03)

    def test_a_file_that_is_not_there_is_named(self) -> None:
        with self.assertRaisesRegex(ValueError, "has no three.onnx"):
            int8_model(self.model, Path(self.folder.name) / "int8", ["three.onnx"])
        self.assertFalse((Path(self.folder.name) / "int8").exists())


if __name__ == "__main__":
    unittest.main()
