"""DiaLM: at each step of 40 ms, how far each stream's pointer moves and which token sounds.

Two forms of one network. The training form takes whole windows with a sliding causal mask; the
step form takes one step and a cache, and is what is exported. They agree, which a test holds.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .attention import AttentionLayer, GatedLayer, Rotary, attend, join_heads, rotate, split_heads
from .config import Config, DialmConfig
from .dialm_state import FIRST_BACKCHANNEL
from .vocabulary import TOKENS

ACTIONS = FIRST_BACKCHANNEL + 15
MODES, DWELLS, LEFTS, LANGUAGES, ASKED = 5, 16, 16, 2, 2
MASKED = -1e9


class Cache(NamedTuple):
    """Keys and values of the last steps: [layers, window, width] each.

    A stream layer has two rows (first stream, second stream), a trunk layer one. Keys are already
    turned by their position, so that slots need no order.
    """

    keys: Tensor
    values: Tensor


class StepAttention(nn.Module):
    """What both kinds of layer share: attention of one step over cached slots and itself.

    Heads are kept apart by a block pattern in the query instead of by moving the cache about:
    `keys [slots, width] @ pattern [width, heads]` reads the cache once, where it lies.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        pattern = torch.repeat_interleave(torch.eye(heads), width // heads, dim=0)
        self.register_buffer("pattern", pattern, persistent=False)

    def forward(self, queries: Tensor, keys: Tensor, values: Tensor, cache: Cache, mask: Tensor) -> Tensor:
        """Queries [S, Q, width], new keys and values [S, width], cache [S, W, width] -> [S, Q, width]."""
        rows, asked, width = queries.shape
        heads = self.pattern.shape[1]
        spread = queries.unsqueeze(-1) * self.pattern
        spread = spread.transpose(1, 2).reshape(rows, width, asked * heads)
        old = cache.keys @ spread + mask.view(1, -1, 1)
        new = keys.unsqueeze(1) @ spread
        weights = F.softmax(torch.cat([old, new], dim=1), dim=1).transpose(1, 2)
        slots = cache.keys.shape[1]
        mixed = weights[:, :, :slots] @ cache.values + weights[:, :, slots:] * values.unsqueeze(1)
        return (mixed.view(rows, asked, heads, width) * self.pattern.t()).sum(dim=2)


class StreamLayer(nn.Module):
    """Attention of each stream to itself and to the other, with queries of their own for each."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, 4 * width, bias=False)
        self.out = nn.Linear(2 * width, width, bias=False)
        self.feed = GatedLayer(width, 2 * width)
        self.step_attention = StepAttention(width, heads)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        """x [B, 2, T, width]."""
        parts = self.project(self.norm(x)).chunk(4, dim=-1)
        own, cross, keys, values = (split_heads(part, self.heads) for part in parts)
        scale = own.shape[-1] ** -0.5
        queries = rotate(torch.cat([own, cross], dim=2), turn) * scale
        keys = rotate(keys, turn)
        keys = torch.cat([keys, keys.flip(1)], dim=2)
        values = torch.cat([values, values.flip(1)], dim=2)
        x = x + self.out(join_heads(attend(queries, keys, values, mask)))
        return x + self.feed(x)

    def step(
        self, x: Tensor, turn: tuple[Tensor, Tensor], cache: Cache, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """x [2, width] of one step; also the new keys and values [2, width]."""
        own, cross, keys, values = self.project(self.norm(x)).chunk(4, dim=-1)
        own, cross, keys = (_rotate_step(part, turn, self.heads) for part in (own, cross, keys))
        # Stream s's keys answer s's own query and the other's cross query.
        queries = torch.stack([own, torch.stack([cross[1], cross[0]])], dim=1)
        queries = queries * (x.shape[-1] // self.heads) ** -0.5
        mixed = self.step_attention(queries, keys, values, cache, mask)
        joined = torch.cat([mixed[:, 0], torch.stack([mixed[1, 1], mixed[0, 1]])], dim=-1)
        x = x + self.out(joined)
        return x + self.feed(x), keys, values


class TrunkLayer(AttentionLayer):
    """A causal layer over what the two streams became together."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__(width, heads, 5 * width // 2)
        self.step_attention = StepAttention(width, heads)

    def step(
        self, x: Tensor, turn: tuple[Tensor, Tensor], cache: Cache, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """x [1, width] of one step; also the new keys and values [1, width]."""
        queries, keys, values = self.project(self.norm(x)).chunk(3, dim=-1)
        queries, keys = _rotate_step(queries, turn, self.heads), _rotate_step(keys, turn, self.heads)
        queries = queries.unsqueeze(1) * (x.shape[-1] // self.heads) ** -0.5
        x = x + self.out(self.step_attention(queries, keys, values, cache, mask)[:, 0])
        return x + self.feed(x), keys, values


class Dialm(nn.Module):
    """The network: stream layers with shared weights, fusion, trunk, and heads for each stream."""

    def __init__(self, config: DialmConfig, text_width: int, speaker_width: int) -> None:
        super().__init__()
        width = config.width
        self.config = config
        self.tokens = nn.Embedding(TOKENS, width)
        self.text = nn.Linear(text_width, width)
        self.speaker = nn.Linear(speaker_width, width, bias=False)
        self.features = nn.ModuleList(nn.Embedding(n, width) for n in (MODES, DWELLS, LEFTS, LANGUAGES, ASKED))
        # When to begin hangs most on what the other is doing, so that is told at once, too.
        self.others = nn.ModuleList(nn.Embedding(n, width) for n in (MODES, DWELLS, LEFTS))
        self.dropout = nn.Dropout(config.dropout)
        self.rotary = Rotary(width // config.heads)
        self.stream_layers = nn.ModuleList(
            StreamLayer(width, config.heads) for _ in range(config.stream_layers)
        )
        self.fuse = nn.Linear(2 * width, width)
        self.trunk_layers = nn.ModuleList(TrunkLayer(width, config.heads) for _ in range(config.trunk_layers))
        # The trunk knows the streams by place, so each takes its own view of it.
        self.views = nn.Linear(width, 2 * width, bias=False)
        self.own = nn.Linear(width, width, bias=False)
        self.summary_norm = nn.LayerNorm(width)
        self.action_in = nn.Linear(width, width)
        self.action_given = nn.Embedding(ACTIONS + 1, width)
        self.action_out = nn.Linear(width, ACTIONS)
        self.token_in = nn.Linear(width + text_width, width)
        self.token_moved = nn.Embedding(2, width)
        self.token_out = nn.Linear(width, TOKENS)
        _start_small(self, config.stream_layers + config.trunk_layers)

    @property
    def cache_layers(self) -> int:
        """Rows of the cache."""
        return 2 * self.config.stream_layers + self.config.trunk_layers

    def inputs(self, tokens: Tensor, text: Tensor, features: Tensor, others: Tensor, speakers: Tensor) -> Tensor:
        """The input of each stream: tokens [...], text [..., Dt], features of itself and of the other
        [..., 5], speakers [..., Ds]."""
        x = self.tokens(tokens) + self.text(text) + self.speaker(speakers)
        for place, table in enumerate(self.features):
            x = x + table(features[..., place])
        for place, table in enumerate(self.others):
            x = x + table(others[..., place])
        return self.dropout(x)

    def forward(self, tokens: Tensor, text: Tensor, features: Tensor, speakers: Tensor) -> Tensor:
        """Windows [B, 2, T] (speakers [B, 2, Ds]) to summaries [B, 2, T, width]."""
        x = self.inputs(tokens, text, features, features.flip(1), speakers.unsqueeze(2))
        steps = tokens.shape[2]
        turn = self.rotary(torch.arange(steps, device=tokens.device))
        mask = window_mask(steps, self.config.window, tokens.device)
        for layer in self.stream_layers:
            x = layer(x, turn, mask)
        trunk = self.fuse(torch.cat([x[:, 0], x[:, 1]], dim=-1))
        for layer in self.trunk_layers:
            trunk = layer(trunk, turn, mask)
        views = torch.stack(self.views(trunk).chunk(2, dim=-1), dim=1)
        return self.summary_norm(views + self.own(x))

    def step(
        self,
        tokens: Tensor,
        text: Tensor,
        features: Tensor,
        speakers: Tensor,
        cache: Cache,
        mask: Tensor,
        position: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """One step of both streams: summaries [2, width], actions of the first [A], of the second
        given each of the first's [A, A], new keys and values [layers, width]."""
        others = torch.stack([features[1], features[0]])
        x = self.inputs(tokens, text, features, others, speakers)
        turn = self.rotary(position)
        new_keys: list[Tensor] = []
        new_values: list[Tensor] = []
        row = 0
        for layer in self.stream_layers:
            x, keys, values = layer.step(x, turn, _rows(cache, row, 2), mask)
            new_keys.append(keys)
            new_values.append(values)
            row += 2
        trunk = self.fuse(torch.cat([x[0:1], x[1:2]], dim=-1))
        for layer in self.trunk_layers:
            trunk, keys, values = layer.step(trunk, turn, _rows(cache, row, 1), mask)
            new_keys.append(keys)
            new_values.append(values)
            row += 1
        views = torch.cat(self.views(trunk).chunk(2, dim=-1), dim=0)
        summary = self.summary_norm(views + self.own(x))
        given = self.action_given.weight
        first = self.actions(summary[0], given[ACTIONS])
        second = self.actions(summary[1].unsqueeze(0), given[:ACTIONS])
        return summary, first, second, torch.cat(new_keys), torch.cat(new_values)

    def actions(self, summary: Tensor, given: Tensor) -> Tensor:
        """Logits of the next action from a summary and (for the second stream) the first's action."""
        return self.action_out(F.gelu(self.action_in(summary) + given))

    def token_logits(self, summary: Tensor, text: Tensor, moved: Tensor) -> Tensor:
        """Logits of the token that sounds, from a summary, the text at the new pointer, and whether that
        is another place than before (0 or 1): a phone's first token is not its second."""
        hidden = self.token_in(torch.cat([summary, text], dim=-1)) + self.token_moved(moved)
        return self.token_out(F.gelu(hidden))


def make_dialm(config: Config) -> Dialm:
    """The network of a configuration, with fresh weights."""
    return Dialm(config.dialm, config.text.width, config.speaker.vector)


def window_mask(steps: int, window: int, device: torch.device) -> Tensor:
    """[T, T], to be added: each step sees itself and the `window` steps before it."""
    place = torch.arange(steps, device=device)
    distance = place.unsqueeze(1) - place.unsqueeze(0)
    hidden = (distance < 0) | (distance > window)
    return torch.zeros(steps, steps, device=device).masked_fill(hidden, MASKED)


def empty_cache(model: Dialm) -> tuple[Cache, Tensor]:
    """A cache of nothing and the mask that hides all of it."""
    shape = (model.cache_layers, model.config.window, model.config.width)
    return Cache(torch.zeros(shape), torch.zeros(shape)), torch.full((model.config.window,), MASKED)


def _rows(cache: Cache, first: int, count: int) -> Cache:
    return Cache(cache.keys[first : first + count], cache.values[first : first + count])


def _rotate_step(values: Tensor, turn: tuple[Tensor, Tensor], heads: int) -> Tensor:
    """Turn [S, width] by the one position of a step."""
    parted = values.view(values.shape[0], heads, values.shape[1] // heads)
    return rotate(parted, turn).reshape(values.shape)


def _start_small(model: nn.Module, layers: int) -> None:
    """Small first weights, smaller where they add to the residual, so that depth starts calm."""
    for name, weight in model.named_parameters():
        if weight.dim() < 2:
            continue
        residual = name.endswith(("out.weight", "close.weight")) and "layers" in name
        nn.init.normal_(weight, std=0.02 / (2 * layers) ** 0.5 if residual else 0.02)
