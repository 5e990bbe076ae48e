"""The step `align`: when each symbol of every unit sounds.

The network begins on words that are split evenly, tells anew where the symbols lie, and is trained
on that, in rounds, in each of which the split inside the words becomes sharper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional, Sequence

import numpy as np
import torch

from .align_model import PhoneNetwork
from .align_viterbi import Course, best_paths, course_of, times_of_path
from .config import HOP, Settings
from .crops import Crop, Drawer, Place, crop_mels, crop_of, training_places, validation_places
from .half_precision import half_precision
from .packs import Item, Pack, read_packs, some_of
from .symbol_times import FrameLabels, even_times, frame_labels, has_arrays, write_times
from .training_loop import Loop, best_device, device_of, gradient_update, load_state, train
from .vocabulary import Vocabulary, read_vocabulary

CROP = 100
UNITS_AT_ONCE = 64
FRAMES_AT_ONCE = 12000
# Frames on each side of a unit that the network may look at.
CONTEXT = 8

Times = dict[str, dict[str, np.ndarray]]
Labels = dict[tuple[str, str, int], FrameLabels]


def run(settings: Settings) -> None:
    """Train the aligner in rounds and write the alignment of every pack.

    With no minutes nothing is trained, and only packs that have no alignment yet get one.
    """
    vocabulary = read_vocabulary()
    packs = read_packs(settings.data)
    if settings.minutes == 0:
        network = _network(settings, vocabulary, load_state(settings, _last_round(settings))["model"])
        packs = [pack for pack in packs if not has_arrays(settings.run, "alignment", pack)]
    else:
        network = _train_rounds(settings, packs, vocabulary)
    for pack in packs:
        write_times(settings.run, pack, align_pack(network, pack, vocabulary))


def _last_round(settings: Settings) -> str:
    return f"align/round-{settings.config.aligner.rounds}"


def _train_rounds(settings: Settings, packs: Sequence[Pack], vocabulary: Vocabulary) -> PhoneNetwork:
    config = settings.config.aligner
    some = some_of(list(packs), config.hours, settings.seed)
    times = {pack.name: {item.id: _even(item, vocabulary) for item in pack.items} for pack in some}
    network = _network(settings, vocabulary, None)
    for number in range(1, config.rounds + 1):
        if number > 1:
            times = {pack.name: align_pack(network, pack, vocabulary) for pack in some}
        labels = labels_of(some, times, vocabulary)
        network.log_prior.copy_(_log_prior(labels, len(vocabulary.symbols)))
        state = _train_round(settings, some, labels, network, number)
        network = _network(settings, vocabulary, state)
    return network


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


def _network(settings: Settings, vocabulary: Vocabulary, state: Optional[dict]) -> PhoneNetwork:
    torch.manual_seed(settings.seed)
    network = PhoneNetwork(settings.config.aligner, len(vocabulary.symbols)).to(best_device())
    if state is not None:
        network.load_state_dict(state)
    return network


def _train_round(
    settings: Settings, packs: Sequence[Pack], labels: Labels, network: PhoneNetwork, number: int
) -> dict:
    config = settings.config.aligner
    device = device_of(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=config.rate, weight_decay=0.01)
    batch = max(1, config.batch_frames // CROP)
    drawer = Drawer(training_places(packs))
    held = Drawer(validation_places(packs)).draw(np.random.default_rng(0), max(8, batch), CROP)
    held_mel, held_labels = crop_mels(held, device), _symbols(labels, held).to(device)

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        random = np.random.default_rng([settings.seed, number, iteration])
        crops = drawer.draw(random, batch, CROP)
        with half_precision(device):
            heard = network(crop_mels(crops, device))
        symbols = _symbols(labels, crops).to(device)
        return {"loss": torch.nn.functional.nll_loss(heard.flatten(0, 1), symbols.flatten())}

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
            step=f"align/round-{number}",
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


def _log_prior(labels: Labels, classes: int) -> torch.Tensor:
    counts = np.ones(classes)
    for label in labels.values():
        counts += np.bincount(label.symbols, minlength=classes)
    # Most silence lies outside units, where no path goes: it is taken to be as common as a phone.
    counts[0] = min(counts[0], counts[1:].max())
    return torch.from_numpy(np.log(counts / counts.sum())).float()


def align_pack(network: PhoneNetwork, pack: Pack, vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    """The times [symbols, 2] of every item by the network, units of like length at once."""
    network.eval()
    times = {
        item.id: [even_times(unit, vocabulary) for unit in item.units] or [np.zeros((0, 2))]
        for item in pack.items
    }
    tasks = [
        _Task(item, index, course_of(unit, vocabulary, item.frames // HOP))
        for item in pack.items
        for index, unit in enumerate(item.units)
        if any(symbol not in vocabulary.silent for symbol in unit.symbols)
    ]
    tasks.sort(key=lambda task: task.course.frames)
    first = 0
    while first < len(tasks):
        count = 1
        while (
            count < UNITS_AT_ONCE
            and first + count < len(tasks)
            and (count + 1) * tasks[first + count].course.frames < FRAMES_AT_ONCE
        ):
            count += 1
        group = tasks[first : first + count]
        for task, path in zip(group, _paths(network, pack, group)):
            if path is not None:
                unit = task.item.units[task.index]
                times[task.item.id][task.index] = times_of_path(unit, task.course, path)
        first += count
    return {name: np.concatenate(parts) for name, parts in times.items()}


@dataclass(frozen=True)
class _Task:
    item: Item
    index: int
    course: Course


def _paths(network: PhoneNetwork, pack: Pack, tasks: Sequence[_Task]) -> list[Optional[np.ndarray]]:
    longest = max(task.course.frames for task in tasks)
    crops = []
    for task in tasks:
        unit, course = task.item.units[task.index], task.course
        place = Place(pack, task.item, unit, course.first, course.first + course.frames)
        crops.append(Crop(place, course.first - CONTEXT, longest + 2 * CONTEXT))
    with torch.no_grad():
        heard = network.evidence(crop_mels(crops, device_of(network)))
    heard = heard[:, CONTEXT : CONTEXT + longest].cpu().numpy()
    return best_paths([task.course for task in tasks], list(heard))
