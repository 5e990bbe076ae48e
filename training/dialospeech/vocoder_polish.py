"""The second stage of the vocoder: on with judges, and on mels of the flow where there are some."""

from __future__ import annotations

from typing import Optional

import numpy as np
import torch

from .config import HOP, Settings
from .flow_renderings import Renderings, read_renderings
from .training_loop import Average, Loop, load_state, train
from .vocoder_judges import Judges, judging_loss, pleasing_losses
from .vocoder_model import VocoderModel
from .vocoder_learn import WEIGHTS, Batch, Batches, batch_of, losses_of, validation_losses

# Losses of the judges against those of the first stage.
DOUBT_WEIGHT = 0.15
UNLIKE_WEIGHT = 0.5
# The judges hear this many frames of a batch's crops.
HEARD_FRAMES = 32
# Of batches, those whose mels are the flow's.
RENDERED = 0.4
UNSURE_OF_RENDERED = ("pitch", "voicing", "phase", "complex")


def rendered_batch(
    renderings: Renderings, count: int, random: np.random.Generator, device: torch.device
) -> Batch:
    """A batch of true sound with the mels that the flow makes of its tokens."""
    chosen = random.integers(0, len(renderings.mel), count)
    batch = batch_of(renderings.sound[chosen].astype(np.float32) / 32768.0, random, device, gains=False)
    mel = torch.from_numpy(renderings.mel[chosen].astype(np.float32)).to(device)
    return Batch(batch.sound, mel, batch.source, batch.frame)


def polish(settings: Settings, minutes: Optional[float]) -> None:
    """Train on from the first stage's best weights; the mean of the weights over time is kept."""
    torch.manual_seed(settings.seed + 1)
    shape = settings.config.vocoder
    batches, renderings = Batches(settings), read_renderings(settings)
    device = batches.device
    model = VocoderModel(settings.config).to(device)
    mean_model = VocoderModel(settings.config).to(device).eval()
    model.load_state_dict(load_state(settings, "vocoder")["model"])
    average = Average(model, 0.998)
    judges = Judges(shape.judge_width).to(device)
    ours = torch.optim.AdamW(model.parameters(), lr=shape.rate / 4, betas=(0.8, 0.99))
    theirs = torch.optim.AdamW(judges.parameters(), lr=shape.rate / 2, betas=(0.8, 0.99))
    peaks = [ours.param_groups[0]["lr"], theirs.param_groups[0]["lr"]]
    held = batches.validation_batches()

    def update(iteration: int, factor: float) -> dict[str, float]:
        for optimizer, peak in zip((ours, theirs), peaks):
            optimizer.param_groups[0]["lr"] = peak * factor
        random = np.random.default_rng((settings.seed, 2, iteration))
        is_rendered = renderings is not None and random.random() < RENDERED
        if renderings is not None and is_rendered:
            batch = rendered_batch(renderings, shape.batch, random, device)
        else:
            batch = batches.training_batch(iteration, stage=2)
        losses, sound = losses_of(model, batch)
        start = HOP * int(random.integers(0, max(1, sound.shape[1] // HOP - HEARD_FRAMES + 1)))
        part = slice(start, start + HOP * HEARD_FRAMES)
        judged = judging_loss(judges(batch.sound[:, part]), judges(sound[:, part].detach()))
        theirs.zero_grad(set_to_none=True)
        judged.backward()
        torch.nn.utils.clip_grad_norm_(judges.parameters(), 1.0)
        theirs.step()
        with torch.no_grad():
            true_verdicts = judges(batch.sound[:, part])
        pleased = pleasing_losses(true_verdicts, judges(sound[:, part]))
        total = DOUBT_WEIGHT * pleased["doubt"] + UNLIKE_WEIGHT * pleased["unlike"]
        for name, weight in WEIGHTS.items():
            if not (is_rendered and name in UNSURE_OF_RENDERED):
                total = total + weight * losses[name]
        ours.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        ours.step()
        average.follow(model)
        found = {**losses, **pleased, "judged": judged, "loss": total}
        return {name: float(value.detach()) for name, value in found.items()}

    def validate() -> dict[str, float]:
        mean_model.load_state_dict(average.weights)
        return validation_losses(mean_model, held)

    train(
        Loop(
            "vocoder-polish",
            settings,
            {"model": model, "average": average, "judges": judges, "ours": ours, "theirs": theirs},
            update,
            validate,
            shape.polish_iterations,
            validate_every=min(250, shape.polish_iterations),
            patience=10**6,
            minutes=minutes,
        )
    )


def trained_vocoder(settings: Settings) -> VocoderModel:
    """The polished vocoder if there is one, otherwise that of the first stage."""
    model = VocoderModel(settings.config)
    if (settings.run / "vocoder-polish" / "last.pt").exists():
        model.load_state_dict(load_state(settings, "vocoder-polish", "last")["average"]["weights"])
    else:
        model.load_state_dict(load_state(settings, "vocoder")["model"])
    return model.eval()
