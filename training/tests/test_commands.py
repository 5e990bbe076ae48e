"""The command line, the run log and the description of a model."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path
from typing import Callable
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech.__main__ import main  # noqa: E402
from dialospeech.config import CONFIGS, Settings  # noqa: E402
from dialospeech.export import built_in_speakers, write_description  # noqa: E402
from dialospeech.onnx_files import Written  # noqa: E402


def called(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = main(list(arguments))
    return code, output.getvalue(), errors.getvalue()


class Commands(unittest.TestCase):
    def test_what_is_missing_is_named(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            code, _, errors = called("align", "--run", folder)
            self.assertEqual((code, "--data" in errors), (2, True))
            code, _, errors = called("align", "--data", folder, "--run", folder)
            self.assertEqual((code, "training/prepare/main.ts" in errors), (1, True))
            code, _, errors = called("log", "--run", folder)
            self.assertEqual((code, "no step has been run" in errors), (1, True))

    def test_all_goes_on_where_it_was(self) -> None:
        run: list[str] = []

        def dies(settings: Settings) -> None:
            raise ValueError("killed")

        def runner_of(step: str) -> Callable[[Settings], None]:
            return dies if step == "dialm" and "again" not in run else lambda settings: run.append(step)

        with tempfile.TemporaryDirectory() as folder, mock.patch("dialospeech.__main__.runner_of", runner_of):
            code, _, errors = called("all", "--data", folder, "--run", folder)
            self.assertEqual((code, run), (1, ["align", "tokens", "speakers"]))
            self.assertIn("killed", errors)
            run.append("again")
            code, output, _ = called("all", "--data", folder, "--run", folder)
            self.assertEqual((code, run[4:]), (0, ["dialm", "flow", "vocoder", "export"]))
            self.assertIn("tokens: done before", output)

    def test_the_log_is_told_and_drawn(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            lines = [
                {"step": step, "iteration": n * 10, "seconds": 60.0 * n, "train": {"loss": 3 / n},
                 "valid": {"loss": 4 / n, "right": 0.5}}
                for step in ("align/round-1", "tokens") for n in (1, 2, 3)
            ]
            log = "\n".join(json.dumps(line) for line in lines) + '\n{"step": "tok'
            (Path(folder) / "log.jsonl").write_text(log)
            code, output, _ = called("log", "--run", folder)
            self.assertEqual(code, 0)
            self.assertIn("tokens: iteration 30, 3.0 minutes; best loss 1.333 at 30; last: loss 1.333", output)
            drawn = xml.etree.ElementTree.parse(Path(folder) / "log.svg").getroot()
            self.assertEqual(len(drawn.findall(".//{http://www.w3.org/2000/svg}polyline")), 4)


def someone(name: str, **known: object) -> dict:
    """A speaker as the step `speakers` writes them."""
    return {"id": name, "gender": "female", "native": "en", "split": "train", "languages": ["en"],
            "seconds": 60.0, "vector": [0.0], **known}


class Description(unittest.TestCase):
    def test_speakers_are_chosen_by_what_was_heard(self) -> None:
        chosen = built_in_speakers([
            someone("a", seconds=30.0), someone("b", languages=["en", "zh"]), someone("c", split="test"),
            someone("d", native="zh", languages=["zh"], gender="male"),
            *[someone(f"e{n}", seconds=90.0) for n in range(6)],
        ])
        names = ["en-female-1", "en-female-2", "en-female-3", "en-female-4", "zh-male-1"]
        self.assertEqual([one["name"] for one in chosen], names)
        self.assertEqual(chosen[0]["languages"], ["en", "zh"])
        with self.assertRaisesRegex(ValueError, "run the step `speakers`"):
            built_in_speakers([])

    def test_files_are_described_with_size_and_sum(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "text.onnx").write_bytes(b"abc")
            with mock.patch("dialospeech.export.halve"):
                written = [Written("text.onnx", 1.234e-5, lambda: 4e-4)]
                write_description(CONFIGS["tiny"], Path(folder), written, [])
            record = json.loads((Path(folder) / "model.json").read_text())
            self.assertEqual(record["files"]["text.onnx"]["bytes"], 3)
            self.assertEqual(record["files"]["text.onnx"]["sha256"][:8], "ba7816bf")
            self.assertEqual(record["parity"], {"text.onnx": 1.23e-5})
            self.assertEqual(record["rounding"], {"text.onnx": 4e-4})
            self.assertEqual(record["dialm"]["cacheLayers"], 3)
            self.assertEqual([path.name for path in Path(folder).iterdir() if "part" in path.name], [])

    def test_nothing_is_said_of_what_was_not_compared(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "text.onnx").write_bytes(b"abc")
            with mock.patch("dialospeech.export.halve"):
                written = [Written("text.onnx", None, lambda: None)]
                write_description(CONFIGS["tiny"], Path(folder), written, [])
            record = json.loads((Path(folder) / "model.json").read_text())
            self.assertEqual((record["parity"], record["rounding"]), ({}, {}))


if __name__ == "__main__":
    unittest.main()
