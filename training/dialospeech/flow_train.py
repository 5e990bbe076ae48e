"""The step `flow`: the velocity from noise to mel frames, by conditional flow matching."""

from __future__ import annotations

import numpy as np
import torch

from .config import Settings
from .flow_model import FlowModel
from .flow_windows import Windows, WindowSource
from .half_precision import half_precision
from .old_torch import sure_convolutions
from .training_loop import Average, Loop, gradient_update, train


def flow_loss(
    model: FlowModel, windows: Windows, noise: torch.Tensor, time: torch.Tensor, keep: torch.Tensor
) -> torch.Tensor:
    """The squared error of the velocity on a straight way from noise to speech, where it is asked for.

    Known frames are clean at every time, as at run time; block and look-ahead count.
    """
    moment = time.view(-1, 1, 1)
    history = windows.history.shape[1]
    on_the_way = (1.0 - moment) * noise + moment * windows.mel
    mel = torch.cat([windows.history, on_the_way[:, history:]], dim=1)
    known = windows.known.expand(len(mel), -1)
    with half_precision(mel.device):
        found = model(mel, known, windows.tokens, windows.speaker, time, keep)
    error = ((found.float() - (windows.mel - noise)) ** 2).mean(dim=2)
    return (error * windows.weight).sum() / windows.weight.sum().clamp_min(1.0)


def chances(windows: Windows, drop: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Noise, times and what is told, of a batch. Times are spread evenly over it."""
    batch, device = len(windows.mel), windows.mel.device
    time = (torch.arange(batch) + torch.rand(batch)) / batch
    keep = (torch.rand(batch) >= drop).float()
    return torch.randn(windows.mel.shape).to(device), time.to(device), keep.to(device)


def run(settings: Settings) -> None:
    """Train the flow; what is kept for use is the mean of the weights over time."""
    torch.manual_seed(settings.seed)
    shape = settings.config.flow
    source = WindowSource(settings, shape.batch)
    model = FlowModel(settings.config).to(source.device)
    mean_model = FlowModel(settings.config).to(source.device).eval()
    average = Average(model, shape.average)
    optimizer = torch.optim.AdamW(model.parameters(), lr=shape.rate, betas=(0.9, 0.98), weight_decay=0.01)
    held = source.validation_windows()

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        windows = source.training_windows(iteration)
        return {"loss": flow_loss(model, windows, *chances(windows, shape.condition_drop))}

    def validate() -> dict[str, float]:
        mean_model.load_state_dict(average.weights)
        losses = []
        # The chances of validation are always the same ones.
        with torch.random.fork_rng(), torch.no_grad():
            torch.manual_seed(7)
            for windows in held:
                noise, time, keep = chances(windows, 0.0)
                losses.append(float(flow_loss(mean_model, windows, noise, time, keep)))
        return {"loss": float(np.mean(losses))}

    loop = Loop(
        "flow",
        settings,
        {"model": model, "optimizer": optimizer, "average": average},
        gradient_update(model, optimizer, loss_of, average=average),
        validate,
        shape.iterations,
        validate_every=min(250, shape.iterations),
        patience=20,
    )
    with sure_convolutions():
        train(loop)


def trained_flow(settings: Settings, state: dict[str, dict[str, torch.Tensor]]) -> FlowModel:
    """The model with the mean weights of a checkpoint."""
    model = FlowModel(settings.config)
    model.load_state_dict(state["average"]["weights"])
    return model.eval()
