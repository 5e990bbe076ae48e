"""Windows of true sound beside the mel frames that the trained flow makes of their tokens.

The vocoder learns on them what it will be given at run time: frames that are smoother than true ones.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from .config import HOP, MEL_FFT, Settings
from .crops import crop_sound
from .flow_model import FlowModel
from .flow_train import trained_flow
from .flow_windows import Windows, WindowSource
from .half_precision import half_precision
from .synthesise import Way
from .training_loop import load_state

NAME = "flow-renderings.npz"


@dataclass(frozen=True)
class Renderings:
    """Sound [N, samples] as int16, half a mel window more on each side, and normalised mel [N, T, 80]."""

    sound: np.ndarray
    mel: np.ndarray


def rendered(model: FlowModel, windows: Windows, way: Way) -> torch.Tensor:
    """Mel frames of whole windows: the clean history, then what the flow makes as at run time."""
    batch, history = len(windows.mel), windows.history.shape[1]
    made = torch.randn_like(windows.mel[:, history:])
    known = windows.known.expand(2 * batch, -1)
    tokens = windows.tokens.repeat(2, 1)
    speaker = windows.speaker.repeat(2, 1)
    keep = (torch.arange(2 * batch, device=made.device) < batch).to(made.dtype)
    for step in range(way.steps):
        begun, ended = way.time(step), way.time(step + 1)
        mel = torch.cat([windows.mel[:, :history], made], dim=1).repeat(2, 1, 1)
        time = torch.full((2 * batch,), begun, device=made.device)
        with torch.no_grad(), half_precision(mel.device):
            velocity = model(mel, known, tokens, speaker, time, keep).float()[:, history:]
        told, untold = velocity[:batch], velocity[batch:]
        made = made + ((1 + way.guidance) * told - way.guidance * untold) * (ended - begun)
    return torch.cat([windows.mel[:, :history], made], dim=1)


def write_renderings(settings: Settings) -> None:
    """Render windows of training speech, unless it has been done since the flow was trained."""
    shape = settings.config.flow
    path, trained = settings.run / NAME, settings.run / "flow" / "best.pt"
    if path.exists() and path.stat().st_mtime > trained.stat().st_mtime:
        return
    torch.manual_seed(settings.seed)
    model = trained_flow(settings, load_state(settings, "flow"))
    source = WindowSource(settings, shape.batch)
    way = Way(shape.steps, shape.guidance, shape.times)
    model.to(source.device)
    sounds, mels = [], []
    for number in range(shape.renderings):
        crops, windows = source.steady_windows(number)
        mels.append(rendered(model, windows, way).cpu().numpy().astype(np.float16))
        sounds.append(np.stack([np.round(crop_sound(crop) * 32768.0) for crop in crops]).astype(np.int16))
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(temporary, "wb") as file:
        np.savez(file, sound=np.concatenate(sounds), mel=np.concatenate(mels))
    os.replace(temporary, path)


def read_renderings(settings: Settings) -> Optional[Renderings]:
    """The renderings of a run; none if the flow has not been trained in it."""
    path = settings.run / NAME
    if not path.exists():
        return None
    with np.load(path) as file:
        found = Renderings(file["sound"], file["mel"])
    if found.sound.shape[1] != found.mel.shape[1] * HOP + MEL_FFT - HOP:
        raise ValueError(f"{path} is of another version: remove it, and it is made anew.")
    return found
