"""The loop that every step trains in: it can be killed at any moment and goes on where it was.

Checkpoints are written under a temporary name and renamed. The random state is set from the seed
and the iteration, and batches are asked for by iteration, so what follows a kill is what would have
come without it.
"""

from __future__ import annotations

import json
import math
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional

import torch

from .config import Settings

SAVE_EVERY_SECONDS = 60.0


@dataclass
class Loop:
    """One step's training.

    `state` holds everything with a state dict (models, optimisers, averages). `update` makes one
    step of training from the iteration and the factor for the learning rate, and returns its
    losses. `validate` returns measures of which `loss` decides what is best.
    """

    step: str
    settings: Settings
    state: dict[str, Any]
    update: Callable[[int, float], dict[str, float]]
    validate: Callable[[], dict[str, float]]
    iterations: int
    validate_every: int = 500
    patience: int = 8
    warm_up: int = 200
    cool_down: float = 0.25
    minutes: Optional[float] = field(default=None)


class Average:
    """An exponential mean of a model's weights, for use where single weights are noisy."""

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self.decay = decay
        self.count = 0
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def follow(self, model: torch.nn.Module) -> None:
        """Take one step towards the model's weights; early steps are longer."""
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.dtype.is_floating_point:
                    self.weights[name].lerp_(value, 1 - decay)
                else:
                    self.weights[name].copy_(value)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"count": self.count, "weights": self.weights}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        self.count = state["count"]
        self.weights = {name: value.to(self.weights[name].device) for name, value in state["weights"].items()}


def gradient_update(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_of: Callable[[int], dict[str, torch.Tensor]],
    clip: float = 1.0,
    average: Optional[Average] = None,
) -> Callable[[int, float], dict[str, float]]:
    """An `update` of one model and one optimiser: `loss_of` gives losses of which `loss` is followed."""
    peaks = [group["lr"] for group in optimizer.param_groups]

    def update(iteration: int, factor: float) -> dict[str, float]:
        for group, peak in zip(optimizer.param_groups, peaks):
            group["lr"] = peak * factor
        model.train()
        losses = loss_of(iteration)
        optimizer.zero_grad(set_to_none=True)
        losses["loss"].backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        if average is not None:
            average.follow(model)
        return {name: float(value.detach()) for name, value in losses.items()}

    return update


def best_device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def device_of(model: torch.nn.Module) -> torch.device:
    """Where a model's weights lie."""
    return next(model.parameters()).device


def save_atomically(value: Any, path: Path) -> None:
    """Save under a temporary name and rename, so that no cut-off file bears the final name."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    torch.save(value, temporary)
    os.replace(temporary, path)


def load_state(settings: Settings, step: str, which: str = "best") -> dict[str, Any]:
    """The state dicts of a step's checkpoint (`best` or `last`); if there is none, what to run."""
    path = settings.run / step / f"{which}.pt"
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is not there: run `python -m dialospeech {step} --config {settings.config.name} "
            f"--data {settings.data} --run {settings.run}` first."
        )
    return torch.load(path, map_location="cpu")["state"]


def write_log(settings: Settings, record: dict[str, Any]) -> None:
    """Append one line to the run's log."""
    settings.run.mkdir(parents=True, exist_ok=True)
    with open(settings.run / "log.jsonl", "a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")


def rate_factor(loop: Loop, iteration: int, spent: float, first: int = 0) -> float:
    """The learning rate's factor: a warm-up from the first iteration, a plateau, and a fall at the end of
    time or iterations."""
    rise = min(1.0, (iteration - first + 1) / max(1, min(loop.warm_up, loop.iterations // 5)))
    done = iteration / loop.iterations
    budget = _budget(loop)
    if budget is not None:
        done = max(done, spent / budget)
    left = max(0.0, 1.0 - done)
    return rise * min(1.0, max(0.02, left / loop.cool_down))


def train(loop: Loop) -> dict[str, Any]:
    """Train until the time or the iterations are spent or validation has stopped improving.

    Returns the best state dicts.
    """
    settings = loop.settings
    torch.set_num_threads(settings.threads)
    folder = settings.folder(loop.step)
    progress = _resume(loop, folder)
    begun = saved = time.monotonic()
    sums: dict[str, float] = {}
    counted = 0

    while progress["iteration"] < loop.iterations and not progress["finished"]:
        now = time.monotonic()
        budget = _budget(loop)
        if budget is not None and now - begun >= budget:
            break
        iteration = progress["iteration"]
        torch.manual_seed(settings.seed * 1_000_003 + iteration)
        losses = loop.update(iteration, rate_factor(loop, iteration, now - begun, progress["first"]))
        if not math.isfinite(losses["loss"]):
            raise FloatingPointError(
                f"{loop.step}: the loss is {losses['loss']} at iteration {iteration}; "
                "lower the rate in the configuration and go on from the last checkpoint."
            )
        for name, value in losses.items():
            sums[name] = sums.get(name, 0.0) + value
        counted += 1
        progress["iteration"] = iteration + 1
        progress["seconds"] += time.monotonic() - now
        if progress["iteration"] % loop.validate_every == 0:
            _validate(loop, folder, progress, {name: value / counted for name, value in sums.items()})
            sums, counted = {}, 0
        if time.monotonic() - saved > SAVE_EVERY_SECONDS:
            _save(loop, folder, "last", progress)
            saved = time.monotonic()

    if counted:
        _validate(loop, folder, progress, {name: value / counted for name, value in sums.items()})
    _save(loop, folder, "last", progress)
    print(f"{loop.step}: at iteration {progress['iteration']}, {_why_ended(loop, progress)}", flush=True)
    return load_state(settings, loop.step)


def _why_ended(loop: Loop, progress: dict[str, Any]) -> str:
    if progress["finished"]:
        return f"{progress['waited']} validations in a row no better than {progress['best']:.5f}"
    return "the iterations are done" if progress["iteration"] >= loop.iterations else "the time is spent"


def _budget(loop: Loop) -> Optional[float]:
    minutes = loop.minutes if loop.minutes is not None else loop.settings.minutes
    return None if minutes is None else minutes * 60


def _resume(loop: Loop, folder: Path) -> dict[str, Any]:
    path = folder / "last.pt"
    if not path.exists():
        return {"iteration": 0, "first": 0, "seconds": 0.0, "best": math.inf, "waited": 0, "finished": False}
    best = folder / "best.pt"
    if best.exists():
        # Packs may have come, or the loss have changed, so what was best is measured as the rest will be.
        _load(loop, best)
        measured = loop.validate()["loss"]
    else:
        measured = math.inf
    # A new call may find what is left to learn at a full rate, so patience begins anew.
    return {"first": 0, **_load(loop, path), "best": measured, "waited": 0, "finished": False}


def _load(loop: Loop, path: Path) -> dict[str, Any]:
    """Put a checkpoint's weights in place; its progress."""
    kept = torch.load(path, map_location="cpu")
    try:
        for name, part in loop.state.items():
            # What an exported model does not hold is nothing in the checkpoint, and begins anew.
            if kept["state"][name] is not None:
                part.load_state_dict(kept["state"][name])
    except (RuntimeError, KeyError, ValueError) as error:
        raise ValueError(
            f"{path} is of another configuration or another state of the code; remove the folder "
            f"{path.parent} to begin the step anew ({error})."
        ) from error
    return kept["progress"]


def _save(loop: Loop, folder: Path, which: str, progress: dict[str, Any]) -> None:
    state = {name: part.state_dict() for name, part in loop.state.items()}
    save_atomically({"state": state, "progress": dict(progress)}, folder / f"{which}.pt")


def _validate(loop: Loop, folder: Path, progress: dict[str, Any], losses: dict[str, float]) -> None:
    valid = loop.validate()
    best = valid["loss"] < progress["best"]
    progress["waited"] = 0 if best else progress["waited"] + 1
    progress["finished"] = progress["waited"] >= loop.patience
    if best:
        progress["best"] = valid["loss"]
        _save(loop, folder, "best", progress)
    write_log(
        loop.settings,
        {
            "step": loop.step,
            "iteration": progress["iteration"],
            "seconds": round(progress["seconds"], 1),
            "train": {name: round(value, 5) for name, value in losses.items()},
            "valid": {name: round(value, 5) for name, value in valid.items()},
        },
    )
