"""A run's checkpoints become one described folder."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.dialm_train import DialmModels  # noqa: E402
from dialospeech.export import file_facts, run  # noqa: E402
from dialospeech.extractor_file import read_extractor  # noqa: E402
from dialospeech.flow_model import FlowModel  # noqa: E402
from dialospeech.speaker_model import SpeakerEncoder  # noqa: E402
from dialospeech.tokens_model import TokenExtractor  # noqa: E402
from dialospeech.training_loop import Average, save_atomically  # noqa: E402
from dialospeech.vocabulary import read_vocabulary  # noqa: E402
from dialospeech.vocoder_model import VocoderModel  # noqa: E402
from toy import write_toy_pack  # noqa: E402


@unittest.skipUnless(importlib.util.find_spec("onnxruntime"), "ONNX Runtime is not installed")
class Export(unittest.TestCase):
    def test_a_run_becomes_a_model(self) -> None:
        config = config_named("tiny")
        torch.manual_seed(0)
        flow = FlowModel(config)
        states = {
            "dialm": {"average": Average(DialmModels(Settings(config, Path(), Path())), 0.9)},
            "flow": {"average": Average(flow, 0.9)},
            "vocoder": {"model": VocoderModel(config)},
            "speakers": {"model": SpeakerEncoder(config.speaker)},
            "tokens": {"model": TokenExtractor(config.tokens, len(read_vocabulary().symbols))},
        }
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(config, Path(folder) / "pack", Path(folder) / "run")
            write_toy_pack(settings.data, items=2)
            for step, parts in states.items():
                kept = {"state": {name: part.state_dict() for name, part in parts.items()}}
                save_atomically(kept, settings.folder(step) / "best.pt")
            someone = {
                "id": "x", "gender": "male", "native": "zh", "split": "train", "languages": ["zh", "en"],
                "seconds": 100.0, "vector": [0.25] * 16,
            }
            (settings.folder("speakers") / "all.json").write_text(json.dumps([someone]))
            logged = {"step": "flow", "iteration": 1, "seconds": 60.0, "train": {}, "valid": {"loss": 1.0}}
            (settings.run / "log.jsonl").write_text(json.dumps(logged) + "\n")
            run(settings)
            model = settings.run / "model"
            record = json.loads((model / "model.json").read_text(encoding="utf-8"))
            names = {f"{name}.onnx" for name in ("text", "dialm", "head", "flow", "vocoder", "speaker")}
            self.assertEqual(set(record["files"]), names)
            self.assertEqual({path.name for path in model.iterdir()}, {*names, "model.json", "MODEL_CARD.md"})
            extractor = states["tokens"]["model"].state_dict()
            for name, value in read_extractor(settings, settings.run / "extractor.npz").items():
                self.assertTrue(torch.allclose(value, extractor[name], rtol=1e-3, atol=1e-6), name)
            for name, facts in record["files"].items():
                self.assertEqual(file_facts(model / name), facts)
            # Weights of chance make more of a rounding than learnt ones do.
            for said, most in (("parity", 2e-3), ("rounding", 2e-2)):
                self.assertEqual(set(record[said]), names)
                self.assertLess(max(record[said].values()), most)
            self.assertEqual(record["speakers"][0]["name"], "zh-male-1")
            self.assertEqual(record["vocabulary"]["symbols"][0], "<pad>")


if __name__ == "__main__":
    unittest.main()
