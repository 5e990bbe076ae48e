"""A run that begins with the weights of an exported model."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialospeech import dialm_export, flow_export, speaker_export, vocoder_export  # noqa: E402
from dialospeech.__main__ import main  # noqa: E402
from dialospeech.begin import begin  # noqa: E402
from dialospeech.config import Settings, config_named  # noqa: E402
from dialospeech.dialm import make_dialm  # noqa: E402
from dialospeech.dialm_export import load_models  # noqa: E402
from dialospeech.export import write_description  # noqa: E402
from dialospeech.extractor_file import write_extractor  # noqa: E402
from dialospeech.flow_model import FlowModel  # noqa: E402
from dialospeech.flow_train import trained_flow  # noqa: E402
from dialospeech.speaker_export import read_encoder  # noqa: E402
from dialospeech.speaker_model import SpeakerEncoder  # noqa: E402
from dialospeech.text_encoder import TextEncoder  # noqa: E402
from dialospeech.tokens_model import TokenExtractor  # noqa: E402
from dialospeech.training_loop import load_state, save_atomically  # noqa: E402
from dialospeech.vocabulary import read_vocabulary  # noqa: E402
from dialospeech.vocoder_model import VocoderModel  # noqa: E402
from dialospeech.vocoder_polish import trained_vocoder  # noqa: E402


def trained(model: torch.nn.Module) -> torch.nn.Module:
    """The network as training leaves it: no two of its weights are alike."""
    with torch.no_grad():
        for value in model.state_dict().values():
            if value.is_floating_point():
                value.add_(0.01 * torch.rand(value.shape))
    return model.eval()


@unittest.skipUnless(importlib.util.find_spec("onnx"), "ONNX is not installed")
class Begin(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.settings = settings = Settings(config_named("tiny"), self.folder, self.folder / "first")
        config = settings.config
        torch.manual_seed(0)
        self.text, self.dialm = trained(TextEncoder(config.text)), trained(make_dialm(config))
        self.flow, self.vocoder = trained(FlowModel(config)), trained(VocoderModel(config))
        self.speaker = trained(SpeakerEncoder(config.speaker))
        self.model, self.extractor = settings.run / "model", settings.run / "extractor.npz"
        self.model.mkdir(parents=True)
        written = [
            *dialm_export.write_models(self.text, self.dialm, config, self.model),
            *flow_export.export_model(self.flow, settings, self.model),
            *vocoder_export.export_model(self.vocoder, settings, self.model),
            *speaker_export.export_model(self.speaker, self.model),
        ]
        write_description(config, self.model, written, [])
        extractor = TokenExtractor(self.settings.config.tokens, len(read_vocabulary().symbols))
        kept = {"state": {"model": extractor.state_dict()}}
        save_atomically(kept, self.settings.folder("tokens") / "best.pt")
        write_extractor(self.settings)

    def assert_near(self, found: torch.nn.Module, expected: torch.nn.Module) -> None:
        """Every weight is the one that was exported, but for its rounding to half precision."""
        there = found.state_dict()
        for name, value in expected.state_dict().items():
            self.assertTrue(torch.allclose(there[name], value, rtol=1e-3, atol=1e-6), name)

    def test_every_weight_comes_back(self) -> None:
        second = replace(self.settings, run=self.folder / "second")
        begin(second, self.model, self.extractor)
        text, dialm = load_models(second)
        self.assert_near(text, self.text)
        self.assert_near(dialm, self.dialm)
        self.assert_near(trained_flow(second, load_state(second, "flow")), self.flow)
        self.assert_near(trained_vocoder(second), self.vocoder)
        self.assert_near(read_encoder(second), self.speaker)

    def test_the_weights_of_the_package_are_trained_on_with_their_extractor(self) -> None:
        training = Path(__file__).resolve().parents[1]
        weights = training.parent / "packages" / "dialospeech" / "weights"
        run = Settings(config_named("a"), self.folder, self.folder / "of-the-package")
        begin(run, weights, training / "extractors" / "a.npz")
        self.assertIn("| `tokens` |", (run.run / "before.md").read_text(encoding="utf-8"))
        text, dialm = load_models(run)
        self.assertTrue(all(bool(value.isfinite().all()) for value in [*text.parameters(), *dialm.parameters()]))

    def test_a_trained_run_is_left_alone(self) -> None:
        second = replace(self.settings, run=self.folder / "second")
        begin(second, self.model, self.extractor)
        with self.assertRaisesRegex(ValueError, "trained before .dialm, flow, speakers, tokens, vocoder"):
            begin(second, self.model, self.extractor)

    def test_what_is_missing_or_of_another_shape_is_named(self) -> None:
        def called(*arguments: str) -> tuple[int, str]:
            errors = io.StringIO()
            with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
                return main(["begin", "--run", str(self.folder / "second"), *arguments]), errors.getvalue()

        code, errors = called("--config", "tiny")
        self.assertEqual((code, "--model" in errors), (2, True))
        code, errors = called("--config", "tiny", "--model", str(self.model))
        self.assertEqual((code, "--extractor" in errors), (2, True))
        code, errors = called("--config", "tiny", "--model", str(self.folder), "--extractor", str(self.extractor))
        self.assertEqual((code, "text.onnx is not there" in errors), (1, True))
        code, errors = called("--config", "a", "--model", str(self.model), "--extractor", str(self.extractor))
        self.assertEqual((code, "not an extractor of configuration a" in errors), (1, True))
        code, errors = called("--config", "tiny", "--model", str(self.model), "--extractor", str(self.folder / "no.npz"))
        self.assertEqual((code, "no.npz is not there" in errors), (1, True))
        self.assertFalse((self.folder / "second").exists())


if __name__ == "__main__":
    unittest.main()
