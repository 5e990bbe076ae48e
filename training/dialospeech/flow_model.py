"""The transformer that turns speech tokens and a speaker into mel frames, by flow matching.

It reads one window: clean frames that went before (known), then frames of noise on their way to
speech. Attention is full inside the window, so what a frame may see is decided by the window alone.
Time and speaker steer every layer by scales and shifts; the tokens and the speaker also stand at
each frame, where they can be left out for guidance.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .config import MELS, Config
from .vocabulary import TOKENS

# The longest window, in frames, that positions are kept for.
LONGEST_WINDOW = 512
TIME_WIDTH = 128


def turned(x: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:
    """Queries or keys [B, heads, T, d] turned by their position."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1)


class Attention(nn.Module):
    """Full self-attention with rotary positions."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.size = width // heads
        self.into = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:
        """Frames [B, T, width] that have looked at each other."""
        batch, frames, _ = x.shape
        parts = self.into(x).view(batch, frames, 3, self.heads, self.size).permute(2, 0, 3, 1, 4)
        query = turned(parts[0], cosine, sine) * (1.0 / math.sqrt(self.size))
        weights = torch.matmul(query, turned(parts[1], cosine, sine).transpose(2, 3)).softmax(dim=-1)
        return self.out(torch.matmul(weights, parts[2]).transpose(1, 2).reshape(batch, frames, self.heads * self.size))


class PlainNorm(nn.Module):
    """Mean 0 and deviation 1; scale and shift are there only because some exporters ask for them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.register_buffer("scale", torch.ones(width), persistent=False)
        self.register_buffer("shift", torch.zeros(width), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Values [.., width] on a common scale."""
        return F.layer_norm(x.float(), (self.width,), self.scale, self.shift)


class FlowLayer(nn.Module):
    """Attention and a small network for each frame, both steered by time and speaker."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.network = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.plain = PlainNorm(width)
        # The steering is one projection for all layers; each adds its own offset to it.
        self.offset = nn.Parameter(torch.zeros(6, width))
        with torch.no_grad():
            self.offset[2::3] = 0.2

    def forward(
        self, x: torch.Tensor, steering: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor
    ) -> torch.Tensor:
        """Frames [B, T, width] after this layer; `steering` is [B, 6, width]."""
        shift, scale, gate, shift_after, scale_after, gate_after = (
            (steering + self.offset).unsqueeze(2).unbind(1)
        )
        heard = self.attention(self.plain(x) * (1 + scale) + shift, cosine, sine)
        x = x + gate * heard
        return x + gate_after * self.network(self.plain(x) * (1 + scale_after) + shift_after)


class FlowModel(nn.Module):
    """The velocity of noisy mel frames on their way to speech."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        shape = config.flow
        self.width = width = shape.width
        self.tokens = nn.Embedding(TOKENS, width)
        self.around = nn.Conv1d(width, width, 5, padding=2)
        self.halves = nn.Linear(width, 2 * width)
        self.speaker = nn.Linear(config.speaker.vector, width)
        self.no_tokens = nn.Parameter(torch.zeros(width))
        self.no_speaker = nn.Parameter(torch.zeros(width))
        self.frames = nn.Linear(MELS + 1, width)
        self.near = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.time = nn.Sequential(nn.Linear(TIME_WIDTH, width), nn.SiLU(), nn.Linear(width, width))
        self.steering = nn.Linear(width, 6 * width)
        self.layers = nn.ModuleList(FlowLayer(width, shape.heads) for _ in range(shape.layers))
        self.plain = PlainNorm(width)
        self.last = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, MELS)
        for layer in (self.steering, self.last):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.tokens.weight, std=0.5)
        half = width // shape.heads // 2
        rates = 10000.0 ** (-torch.arange(half) / half)
        angles = torch.arange(LONGEST_WINDOW).unsqueeze(1) * rates
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)
        waves = torch.exp(-math.log(10000.0) * torch.arange(TIME_WIDTH // 2) / (TIME_WIDTH // 2))
        self.register_buffer("waves", 1000.0 * waves, persistent=False)

    def spoken(self, tokens: torch.Tensor) -> torch.Tensor:
        """What the tokens [B, T / 2] ask for at each frame: [B, T, width]."""
        each = self.tokens(tokens)
        each = each + F.gelu(self.around(each.transpose(1, 2))).transpose(1, 2)
        return self.halves(each).view(each.shape[0], -1, self.width)

    def forward(
        self,
        mel: torch.Tensor,
        known: torch.Tensor,
        tokens: torch.Tensor,
        speaker: torch.Tensor,
        time: torch.Tensor,
        keep: torch.Tensor,
    ) -> torch.Tensor:
        """The velocity [B, T, 80] at `time` [B], of frames of which some are `known` [B, T].

        `keep` [B] is 1 where tokens [B, T / 2] and speaker [B, 128] are told, 0 where they are not.
        """
        kept = keep.view(-1, 1)
        who = kept * self.speaker(speaker) + (1 - kept) * self.no_speaker
        said = kept.unsqueeze(2) * self.spoken(tokens) + (1 - kept.unsqueeze(2)) * self.no_tokens
        x = self.frames(torch.cat([mel, known.unsqueeze(2)], dim=2)) + said + who.unsqueeze(1)
        x = x + F.gelu(self.near(x.transpose(1, 2))).transpose(1, 2)
        angles = time.view(-1, 1) * self.waves
        when = self.time(torch.cat([angles.cos(), angles.sin()], dim=1))
        steer = F.silu(when + who)
        steering = self.steering(steer).view(-1, 6, self.width)
        cosine, sine = self.cosine[: mel.shape[1]], self.sine[: mel.shape[1]]
        for layer in self.layers:
            x = layer(x, steering, cosine, sine)
        shift, scale = self.last(steer).unsqueeze(1).chunk(2, dim=2)
        return self.out(self.plain(x) * (1 + scale) + shift)
