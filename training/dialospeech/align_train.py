"""The step `align`: when each symbol of every unit sounds.

The network begins on words that are split evenly, tells anew where the symbols lie, and is trained
on that: three rounds, in each of which the split inside the words becomes sharper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Sequence

import numpy as np
import torch

from .align_model import PhoneNetwork
from .align_viterbi import best_paths, course_of, times_of_path
from .config import HOP, Settings
from .crops import Crop, Drawer, crop_mels, crop_of, training_places, validation_places
from .mel import normalised_mel
from .packs import Item, Pack, read_packs
from .symbol_times import FrameLabels, even_times, frame_labels, write_times
from .training_loop import Loop, gradient_update, load_state, train
from .vocabulary import Vocabulary, read_vocabulary

CROP = 100
UNITS_AT_ONCE = 24
# How much of a class's frequency is taken out of its probability.
PRIOR_POWER = 0.7

Times = dict[str, dict[str, np.ndarray]]
Labels = dict[tuple[str, str, int], FrameLabels]


def run(settings: Settings) -> None:
    """Train the aligner in rounds and write the alignment of every pack."""
    vocabulary = read_vocabulary()
    packs = read_packs(settings.data)
    times: Times = {
        pack.name: {item.id: _even(item, vocabulary) for item in pack.items} for pack in packs
    }
    rounds = settings.config.aligner.rounds
    state = None
    for number in range(rounds):
        labels = labels_of(packs, times, vocabulary)
        state = _train_round(settings, packs, labels, vocabulary, number, state)
        last = number == rounds - 1
        network = _network(settings, vocabulary, state)
        times = align_packs(network, packs, _log_prior(labels, len(vocabulary.symbols)), vocabulary, last)
    for pack in packs:
        write_times(settings.run, pack, times[pack.name])


def labels_of(packs: Sequence[Pack], times: Times, vocabulary: Vocabulary) -> Labels:
    """What sounds in each frame, for every channel of every item."""
    return {
        (pack.name, item.id, channel): frame_labels(item, channel, times[pack.name][item.id], vocabulary)
        for pack in packs
        for item in pack.items
        for channel in range(item.channels)
    }


def crop_labels(labels: Labels, crop: Crop) -> tuple[np.ndarray, np.ndarray]:
    """Symbols and tones of a crop's frames."""
    place = crop.place
    whole = labels[(place.pack.name, place.item.id, place.unit.channel)]
    return crop_of(whole.symbols, crop), crop_of(whole.tones, crop)


def _even(item: Item, vocabulary: Vocabulary) -> np.ndarray:
    return np.concatenate([even_times(unit, vocabulary) for unit in item.units] or [np.zeros((0, 2))])


def _network(settings: Settings, vocabulary: Vocabulary, state: dict | None) -> PhoneNetwork:
    network = PhoneNetwork(settings.config.aligner, len(vocabulary.symbols))
    if state is not None:
        network.load_state_dict(state)
    return network


def _train_round(
    settings: Settings,
    packs: Sequence[Pack],
    labels: Labels,
    vocabulary: Vocabulary,
    number: int,
    state: dict | None,
) -> dict:
    config = settings.config.aligner
    torch.manual_seed(settings.seed)
    network = _network(settings, vocabulary, state)
    optimizer = torch.optim.AdamW(network.parameters(), lr=config.rate, weight_decay=0.01)
    batch = max(1, config.batch_frames // CROP)
    drawer = Drawer(training_places(packs))
    held = Drawer(validation_places(packs)).draw(np.random.default_rng(0), max(8, batch), CROP)
    held_mel, held_labels = crop_mels(held), _symbols(labels, held)

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        random = np.random.default_rng([settings.seed, number, iteration])
        crops = drawer.draw(random, batch, CROP)
        heard = network(crop_mels(crops))
        return {"loss": torch.nn.functional.nll_loss(heard.flatten(0, 1), _symbols(labels, crops).flatten())}

    def validate() -> dict[str, float]:
        network.eval()
        with torch.no_grad():
            heard = network(held_mel)
        sounding = held_labels > 0
        loss = torch.nn.functional.nll_loss(heard.flatten(0, 1), held_labels.flatten())
        right = (heard.argmax(-1) == held_labels)[sounding].float().mean()
        return {"loss": float(loss), "phones_right": float(right)}

    share = None if settings.minutes is None else settings.minutes / config.rounds
    best = train(
        Loop(
            step=f"align/round-{number + 1}",
            settings=replace(settings, minutes=share),
            state={"model": network, "optimizer": optimizer},
            update=gradient_update(network, optimizer, loss_of),
            validate=validate,
            iterations=config.iterations_a_round,
            validate_every=100,
            warm_up=50,
        )
    )
    return best["model"]


def _symbols(labels: Labels, crops: Sequence[Crop]) -> torch.Tensor:
    return torch.from_numpy(np.stack([crop_labels(labels, crop)[0] for crop in crops]).astype(np.int64))


def _log_prior(labels: Labels, classes: int) -> np.ndarray:
    counts = np.ones(classes)
    for label in labels.values():
        counts += np.bincount(label.symbols, minlength=classes)
    # Most silence lies outside units, where no path goes: it is taken to be as common as a phone.
    counts[0] = min(counts[0], counts[1:].max())
    return np.log(counts / counts.sum())


def align_packs(
    network: PhoneNetwork,
    packs: Sequence[Pack],
    log_prior: np.ndarray,
    vocabulary: Vocabulary,
    everything: bool = True,
) -> Times:
    """The times of every symbol by the network, of the split `train` alone unless everything is asked."""
    network.eval()
    return {
        pack.name: {
            item.id: _align_item(network, pack, item, log_prior, vocabulary)
            if everything or item.split == "train"
            else _even(item, vocabulary)
            for item in pack.items
        }
        for pack in packs
    }


def _align_item(
    network: PhoneNetwork, pack: Pack, item: Item, log_prior: np.ndarray, vocabulary: Vocabulary
) -> np.ndarray:
    heard = []
    for channel in range(item.channels):
        with torch.no_grad():
            mel = torch.from_numpy(normalised_mel(pack.samples(item, channel)))
            heard.append(network(mel.unsqueeze(0))[0].numpy() - PRIOR_POWER * log_prior)
    times = [even_times(unit, vocabulary) for unit in item.units]
    voiced = [
        index
        for index, unit in enumerate(item.units)
        if any(symbol not in vocabulary.silent for symbol in unit.symbols)
    ]
    for first in range(0, len(voiced), UNITS_AT_ONCE):
        chosen = voiced[first : first + UNITS_AT_ONCE]
        courses = [course_of(item.units[index], vocabulary, item.frames // HOP) for index in chosen]
        parts = [
            heard[item.units[index].channel][course.first : course.first + course.frames]
            for index, course in zip(chosen, courses)
        ]
        for index, course, path in zip(chosen, courses, best_paths(courses, parts)):
            if path is not None:
                times[index] = times_of_path(item.units[index], course, path)
    return np.concatenate(times or [np.zeros((0, 2))])


def read_network(settings: Settings, vocabulary: Vocabulary) -> PhoneNetwork:
    """The aligner's network as it was after the last round."""
    last = f"align/round-{settings.config.aligner.rounds}"
    network = _network(settings, vocabulary, load_state(settings, last)["model"])
    return network.eval()
