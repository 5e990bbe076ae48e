"""DiaLM's two forms agree, its gradients do not look ahead, and a tiny one learns when to speak."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conversations import VOCABULARY, random_conversation
from dialospeech.config import CONFIGS, Settings
from dialospeech.dialm import ACTIONS, Dialm, empty_cache, make_dialm
from dialospeech.dialm_data import Lessons, draw_windows, encode_texts
from dialospeech.dialm_export import write_models
from dialospeech.dialm_train import losses
from dialospeech.text_encoder import TextEncoder, TextUnit, encoder_input

torch.set_num_threads(1)
TINY = CONFIGS["tiny"]


def some_inputs(steps: int) -> tuple[torch.Tensor, ...]:
    features = torch.stack([torch.randint(0, n, (1, 2, steps)) for n in (5, 16, 16, 2, 2)], dim=-1)
    tokens = torch.randint(0, 1003, (1, 2, steps))
    return tokens, torch.randn(1, 2, steps, TINY.text.width), features, torch.randn(1, 2, TINY.speaker.vector)


def lively_dialm() -> Dialm:
    model = make_dialm(TINY).eval()
    for weight in model.parameters():
        if weight.dim() > 1:
            torch.nn.init.normal_(weight, std=weight.shape[-1] ** -0.5)
    return model


class Forms(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)

    def test_steps_with_a_sliding_cache_say_what_the_whole_window_says(self) -> None:
        model = lively_dialm()
        window = TINY.dialm.window
        tokens, text, features, speakers = some_inputs(2 * window + 9)
        with torch.no_grad():
            whole = model(tokens, text, features, speakers)
            cache, mask = empty_cache(model)
            for t in range(tokens.shape[2]):
                summary, first, second, keys, values = model.step(
                    tokens[0, :, t], text[0, :, t], features[0, :, t], speakers[0], cache, mask, torch.tensor([t])
                )
                cache.keys[:, t % window], cache.values[:, t % window], mask[t % window] = keys, values, 0.0
                torch.testing.assert_close(summary, whole[0, :, t], atol=1e-4, rtol=0)
            given = model.action_given(torch.tensor(5))
            torch.testing.assert_close(second[5], model.actions(whole[0, 1, -1], given), atol=1e-4, rtol=0)
            self.assertEqual((first.shape, second.shape), ((ACTIONS,), (ACTIONS, ACTIONS)))

    def test_nothing_of_the_future_is_seen(self) -> None:
        model = lively_dialm()
        tokens, text, features, speakers = some_inputs(20)
        with torch.no_grad():
            before = model(tokens, text, features, speakers)
            tokens[0, 1, 12] = (tokens[0, 1, 12] + 1) % 1003
            after = model(tokens, text, features, speakers)
        changed = (before - after).abs().amax(dim=-1)[0] > 0
        self.assertFalse(changed[:, :12].any())
        self.assertTrue(changed[0, 12] and changed[1, 12], "each stream sees the other")

    def test_padding_changes_no_vector_of_a_text(self) -> None:
        encoder = TextEncoder(TINY.text).eval()
        units = [TextUnit(s, (1, *range(11, 11 + n), 5), (0,) * (n + 2)) for s, n in ((0, 4), (1, 9), (0, 2))]
        inputs = [
            encoder_input(units[1], units[0], units[2], TINY.text),
            encoder_input(units[2], None, None, TINY.text),
        ]
        self.assertEqual(inputs[0].roles, (2,) * 6 + (0,) * 11 + (4,) * 4)
        with torch.no_grad():
            together = encode_texts(encoder, inputs)
            apart = torch.cat([encode_texts(encoder, [one])[1:] for one in inputs])
        torch.testing.assert_close(together[1:], apart, atol=1e-5, rtol=0)
        self.assertTrue((together[0] == 0).all())

    def test_the_files_for_the_runtime_are_written(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            written = write_models(TextEncoder(TINY.text), make_dialm(TINY), TINY, Path(folder))
            names = [one.name for one in written]
            self.assertEqual(names, ["text.onnx", "dialm.onnx", "head.onnx"])
            self.assertEqual(sorted(path.name for path in Path(folder).iterdir()), sorted(names))


class Learning(unittest.TestCase):
    def test_a_tiny_model_learns_actions_and_tokens(self) -> None:
        torch.manual_seed(1)
        settings = Settings(TINY, Path("."), Path("."))
        lessons = Lessons([random_conversation(seed, 12.0) for seed in range(3)], VOCABULARY, settings)
        text, dialm = TextEncoder(TINY.text), make_dialm(TINY)
        optimizer = torch.optim.AdamW([*text.parameters(), *dialm.parameters()], lr=6e-3)
        first: dict[str, float] = {}
        for iteration in range(36):
            batch = draw_windows(lessons, 2, np.random.default_rng(iteration))
            found = losses(text, dialm, batch)
            optimizer.zero_grad()
            found["loss"].backward()
            optimizer.step()
            first = first or {name: float(value) for name, value in found.items()}
        self.assertLess(float(found["action"]), 0.35 * first["action"])
        self.assertLess(float(found["token"]), 0.6 * first["token"])
        missing = [name for name, weight in dialm.named_parameters() if weight.grad is None]
        self.assertEqual(missing, [])


if __name__ == "__main__":
    unittest.main()
