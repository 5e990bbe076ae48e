"""Rotary attention and the gated feed-forward layer that the text encoder and DiaLM share."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Rotary(nn.Module):
    """Turns queries and keys by their position, so that attention sees only distances."""

    def __init__(self, head_width: int) -> None:
        super().__init__()
        steps = torch.arange(0, head_width, 2, dtype=torch.float32) / head_width
        self.register_buffer("rates", 10000.0**-steps, persistent=False)

    def forward(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """Cosines and sines for positions [T]: two tensors [T, head_width]."""
        angles = positions.to(torch.float32).unsqueeze(-1) * self.rates
        angles = torch.cat([angles, angles], dim=-1)
        return angles.cos(), angles.sin()


def rotate(values: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Turn values [..., T, head_width] by the cosines and sines of their positions."""
    first, second = values.chunk(2, dim=-1)
    return values * turn[0] + torch.cat([-second, first], dim=-1) * turn[1]


def split_heads(values: Tensor, heads: int) -> Tensor:
    """[..., T, width] to [..., heads, T, width / heads]."""
    parted = values.view(*values.shape[:-1], heads, values.shape[-1] // heads)
    return parted.transpose(-3, -2)


def join_heads(values: Tensor) -> Tensor:
    """[..., heads, T, head_width] to [..., T, width]."""
    return values.transpose(-3, -2).flatten(-2)


def attend(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
    """Attention over [..., heads, T, head_width] with a mask that is added to the scores.

    PyTorch's own does not write the scores down, which is a third of a step of training; exported
    files keep to plain operations, and PyTorch 1 has no other.
    """
    if torch.onnx.is_in_onnx_export() or not hasattr(F, "scaled_dot_product_attention"):
        scores = queries @ keys.transpose(-2, -1)
        scores = scores + mask.to(scores.dtype)
        return F.softmax(scores, dim=-1) @ values
    parts = [part.flatten(0, -4) for part in (queries, keys, values)]
    wide = mask.to(queries.dtype).expand(*parts[0].shape[:-1], keys.shape[-2])
    mixed = F.scaled_dot_product_attention(*parts, attn_mask=wide, scale=1.0)
    return mixed.view(queries.shape)


class GatedLayer(nn.Module):
    """A SwiGLU feed-forward layer with its norm; the caller adds what it returns."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.open = nn.Linear(width, 2 * hidden, bias=False)
        self.close = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        value, gate = self.open(self.norm(x)).chunk(2, dim=-1)
        return self.close(value * F.silu(gate))


class AttentionLayer(nn.Module):
    """Attention of a sequence to itself, and a gated layer."""

    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.feed = GatedLayer(width, hidden)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        """x [B, T, width]; the mask is added to the scores."""
        parts = self.project(self.norm(x)).chunk(3, dim=-1)
        queries, keys, values = (split_heads(part, self.heads) for part in parts)
        queries = rotate(queries, turn) * queries.shape[-1] ** -0.5
        x = x + self.out(join_heads(attend(queries, rotate(keys, turn), values, mask)))
        return x + self.feed(x)
