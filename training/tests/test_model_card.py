"""The card beside a run's weights tells its data and its training."""

from __future__ import annotations

import json
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.model_card import BEGIN, END, TEMPLATE, filled, write_card, write_card_before  # noqa: E402
from toy import write_toy_pack  # noqa: E402

DESCRIPTION = {
    "configuration": "tiny",
    "licence": "Apache-2.0",
    "sampleRate": 16000,
    "speakers": [{"name": "en-female-1"}],
    "files": {"flow.onnx": {"bytes": 1500000, "sha256": "ab"}},
}


def record(iteration: int, loss: float) -> str:
    """A line of the run log."""
    return json.dumps({"step": "flow", "iteration": iteration, "seconds": 120.0, "train": {}, "valid": {"loss": loss}})


class ModelCard(unittest.TestCase):
    def test_a_run_is_told_between_the_marks(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "run"
            model = run / "model"
            model.mkdir(parents=True)
            write_toy_pack(Path(folder) / "pack", items=2)
            (run / "log.jsonl").write_text("\n".join([record(1000, 0.5), record(2000, 0.75)]), encoding="utf-8")
            (model / "model.json").write_text(json.dumps(DESCRIPTION), encoding="utf-8")
            write_card(Settings(config_named("tiny"), Path(folder) / "pack", run), model)
            card = (model / "MODEL_CARD.md").read_text(encoding="utf-8")
            self.assertIn("Configuration `tiny`, 16,000 Hz, 1.5 MB; licence Apache-2.0. Voices: `en-female-1`.", card)
            self.assertIn("| `flow.onnx` | 1,500,000 | `ab` |", card)
            self.assertIn("| `flow` | 2,000 | 2 | 0.5 |", card)
            self.assertIn("| English |", card)
            self.assertNotIn("No weights have been written", card)
            self.assertEqual([path.name for path in sorted(model.iterdir())], ["MODEL_CARD.md", "model.json"])

    def test_a_run_that_began_with_other_weights_tells_of_their_training_too(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            packs = Path(folder) / "pack"
            write_toy_pack(packs, items=2)
            model: Optional[Path] = None
            for name, loss in (("first", 0.5), ("second", 0.25)):
                settings = Settings(config_named("tiny"), packs, Path(folder) / name)
                if model is not None:
                    write_card_before(settings, model)
                model = settings.run / "model"
                model.mkdir(parents=True)
                (settings.run / "log.jsonl").write_text(record(1000, loss), encoding="utf-8")
                (model / "model.json").write_text(json.dumps(DESCRIPTION), encoding="utf-8")
                write_card(settings, model)
            card = (Path(folder) / "second" / "model" / "MODEL_CARD.md").read_text(encoding="utf-8")
            own, before = card.split("They began with the weights of another run, trained so:")
            self.assertEqual(("| 0.25 |" in own, "| 0.5 |" in own), (True, False))
            self.assertEqual(("| 0.25 |" in before, "| 0.5 |" in before), (False, True))

    def test_what_holds_for_any_weights_stays(self) -> None:
        template = TEMPLATE.read_text(encoding="utf-8")
        card = filled(template, ["fact"])
        self.assertEqual(card.split(BEGIN)[0], template.split(BEGIN)[0])
        self.assertEqual(card.split(END)[1], template.split(END)[1])
        self.assertIn(f"{BEGIN}\nfact\n{END}", card)

    def test_a_template_without_marks_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "has no section between"):
            filled("# A card", [])


if __name__ == "__main__":
    unittest.main()
