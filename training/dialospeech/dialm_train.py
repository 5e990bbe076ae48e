"""The training of DiaLM: monologues first, then dialogues with some monologues among them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .compiled import compiled
from .config import Settings
from .dialm import ACTIONS, Dialm, make_dialm
from .dialm_data import Batch, Lessons, disturb, draw_windows, encode_texts, fixed_windows, read_sources
from .dialm_state import ENDED, SPEAKING, STAY
from .half_precision import half_precision
from .packs import read_packs
from .text_encoder import TextEncoder
from .training_loop import Average, Loop, gradient_update, train
from .vocabulary import SIL, read_vocabulary

SIL_WEIGHT = 0.3
MONOLOGUE_SHARE = 0.25
"""Share of the batches that stay monologues once dialogues have begun."""
DISTURBED = 0.1
PATIENCE = 40
"""A call that trains on begins at the full rate again, which is long worse than the fallen rate of the call before."""
TIMING_WEIGHT = 4.0
"""What the choice of when to begin counts again: few steps tell of it, and what a question changes in it is small."""


class DialmModels(torch.nn.Module):
    """The two networks that are trained together."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.text = TextEncoder(settings.config.text)
        self.dialm = make_dialm(settings.config)


def run(settings: Settings) -> None:
    """Train the text encoder and DiaLM until time, iterations or progress end.

    What is kept for use is the mean of the weights over time.
    """
    torch.manual_seed(settings.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    models = DialmModels(settings).to(device)
    mean_models = DialmModels(settings).to(device).eval()
    config = settings.config.dialm
    average = Average(models, config.average)
    if config.compiled:
        models.dialm.forward = compiled(models.dialm.forward)
    optimizer = torch.optim.AdamW(models.parameters(), lr=config.rate, betas=(0.9, 0.98), weight_decay=0.02)
    packs = read_packs(settings.data)
    vocabulary = read_vocabulary()

    def lessons_of(split: str, kind: str) -> Lessons:
        return Lessons(read_sources(packs, settings, split, kind), vocabulary, settings)

    monologues, dialogues = lessons_of("train", "monologue"), lessons_of("train", "dialogue")
    if not monologues.sources and not dialogues.sources:
        raise ValueError(f"{settings.data} has no item of the split 'train': make the packs again.")
    checks = [
        *_checks(lessons_of("valid", "dialogue"), dialogues, config.batch),
        *_checks(lessons_of("valid", "monologue"), monologues, config.batch),
    ]

    def loss_of(iteration: int) -> dict[str, Tensor]:
        random = np.random.default_rng([settings.seed, iteration])
        alone = iteration < config.monologue_iterations or random.random() < MONOLOGUE_SHARE
        lessons = monologues if (alone and monologues.sources) or not dialogues.sources else dialogues
        batch = to_device(draw_windows(lessons, config.batch, random), device)
        with half_precision(device):
            return losses(models.text, models.dialm, batch, disturbed=DISTURBED)

    def validate() -> dict[str, float]:
        mean_models.load_state_dict(average.weights)
        with torch.no_grad(), half_precision(device):
            found = [losses(mean_models.text, mean_models.dialm, to_device(batch, device)) for batch in checks]
        return {name: float(torch.stack([entry[name] for entry in found]).mean()) for name in found[0]}

    train(
        Loop(
            step="dialm",
            settings=settings,
            state={"model": models, "optimizer": optimizer, "average": average},
            update=gradient_update(models, optimizer, loss_of, average=average),
            validate=validate,
            iterations=config.iterations,
            validate_every=config.validate_every,
            patience=PATIENCE,
            warm_up=config.warm_up,
        )
    )


def trained_models(settings: Settings, state: dict[str, dict[str, Any]]) -> tuple[TextEncoder, Dialm]:
    """The text encoder and DiaLM with the mean weights of a checkpoint."""
    models = DialmModels(settings)
    models.load_state_dict(state["average"]["weights"])
    return models.text.eval(), models.dialm.eval()


def _checks(valid: Lessons, training: Lessons, count: int) -> list[Batch]:
    """Windows of the validation split; a sample without one is validated on what it is trained on."""
    lessons = valid if valid.sources else training
    return fixed_windows(lessons, count) if lessons.sources else []


def losses(text: TextEncoder, dialm: Dialm, batch: Batch, disturbed: float = 0.0) -> dict[str, Tensor]:
    """Cross-entropy of actions and of tokens, and how well each is done.

    `timing` is the part of the actions' loss where a stream may begin: the likelihood of who speaks when.
    """
    table = encode_texts(text, batch.texts)
    previous = disturb(batch.previous, disturbed) if disturbed > 0 else batch.previous
    summary = dialm(previous, table[batch.before], batch.features, batch.speakers)

    given = torch.stack([torch.full_like(batch.actions[:, 0], ACTIONS), batch.actions[:, 0]], dim=1)
    logits = dialm.actions(summary, dialm.action_given(given))
    action_losses = F.cross_entropy(
        logits.flatten(0, 2).float(), batch.actions.flatten(), reduction="none"
    )
    action_losses = action_losses.view(batch.weight.shape)
    modes = batch.features[..., 0]
    action = _mean(action_losses, batch.weight)

    heard = batch.sounding & (batch.weight > 0)
    targets = batch.tokens[heard]
    moved = (batch.actions[heard] != STAY).long()
    scores = dialm.token_logits(summary[heard], table[batch.after[heard]], moved)
    weights = torch.where(targets == SIL, SIL_WEIGHT, 1.0)
    token = _mean(F.cross_entropy(scores.float(), targets, reduction="none"), weights)
    may_begin = batch.weight * ((modes != SPEAKING) & ((modes != ENDED) | (batch.actions != STAY)))
    timing = _mean(action_losses, may_begin)
    return {
        "loss": action + token + TIMING_WEIGHT * timing,
        "action": action,
        "timing": timing,
        "token": token,
        "accuracy": (scores.argmax(-1) == targets).float().mean(),
    }


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The batch with its tensors on a device."""
    if device.type == "cpu":
        return batch
    moved = {name: getattr(batch, name).to(device) for name in batch.__dataclass_fields__ if name != "texts"}
    return Batch(**moved, texts=batch.texts)


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1e-6)
