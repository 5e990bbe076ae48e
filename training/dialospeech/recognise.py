"""Train the phone recogniser of the benchmark, and write it as ONNX.

`python -m dialospeech.recognise --data PACKS --run RUN --minutes M --out FOLDER` learns from the voices
of the splits `valid` and `test`, which the model does not learn from, and is measured on voices of
`train`, which it has not heard itself. It goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Optional, Sequence

import numpy as np
import torch
import torch.nn.functional as F

from .config import HOP, MEL_DEVIATION, MEL_MEAN, MELS, SAMPLE_RATE, Settings, config_named
from .half_storage import halve
from .onnx_files import Case, write_onnx
from .packs import Pack, items_of, read_packs
from .recognise_data import Stretch, batch_of, stretches_of, stretches_of_item, vary
from .recognise_model import WIDTH, PhoneClasses, PhoneRecogniser, classes_of, edits, read_phones
from .training_loop import Loop, gradient_update, load_state, train
from .vocabulary import VOCABULARY_FILE, Vocabulary, read_vocabulary

STEP = "recognise"
HEARD = ("valid", "test")
UNHEARD = "train"
# Speakers of each language on whose unheard voices it is measured, an item of each.
MEASURED = 16
BATCH = 12
# Iterations after which the first guess of the phone in each frame counts no more.
GUIDED = 500
PARITY = 2e-3


def learn(
    settings: Settings,
    packs: Sequence[Pack],
    iterations: int = 20000,
    vocabulary_file: Path = VOCABULARY_FILE,
) -> None:
    """Train until time, iterations or patience are spent."""
    vocabulary = read_vocabulary(vocabulary_file)
    classes = classes_of(vocabulary)
    known = stretches_of(packs, HEARD, classes, vocabulary)
    if not known:
        raise ValueError(f"{settings.data} has no speech of the splits {' and '.join(HEARD)} to learn from.")
    held = unheard(packs, classes, vocabulary)
    torch.manual_seed(settings.seed)
    model = PhoneRecogniser(classes.count, _width(settings))
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    lengths = np.array([len(stretch.mel) for stretch in known], dtype=float)

    def loss_of(iteration: int) -> dict[str, torch.Tensor]:
        random = np.random.default_rng([settings.seed, iteration])
        chosen = [known[index] for index in random.choice(len(known), BATCH, p=lengths / lengths.sum())]
        batch = batch_of(chosen, [vary(stretch.mel, random) for stretch in chosen])
        scores = model(batch.mel)
        path = F.ctc_loss(
            scores.transpose(0, 1),
            batch.phones,
            batch.lengths,
            batch.counts,
            reduction="none",
            zero_infinity=True,
        )
        loss = (path / batch.counts).mean()
        guide = max(0.0, 1 - iteration / GUIDED)
        if guide > 0:
            sounding = batch.frames > 0
            frame = F.nll_loss(scores[sounding], batch.frames[sounding])
            loss = (1 - guide) * loss + guide * frame
        return {"loss": loss}

    train(
        Loop(
            step=STEP,
            settings=settings,
            state={"model": model, "optimizer": optimizer},
            update=gradient_update(model, optimizer, loss_of, clip=5.0),
            validate=lambda: measure(model, held, classes),
            iterations=iterations,
            validate_every=min(200, iterations),
            warm_up=50,
            patience=12,
        )
    )


def unheard(packs: Sequence[Pack], classes: PhoneClasses, vocabulary: Vocabulary) -> list[Stretch]:
    """One item of some speakers of each language whose voices are not learnt from."""
    found: list[Stretch] = []
    counts: dict[str, int] = {}
    known: set[str] = set()
    for pack, item in items_of(list(packs), UNHEARD):
        names = [f"{item.language} {speaker.id}" for speaker in item.speakers]
        if counts.get(item.language, 0) >= MEASURED or known.intersection(names):
            continue
        known.update(names)
        counts[item.language] = counts.get(item.language, 0) + len(names)
        found.extend(stretches_of_item(pack, item, classes, vocabulary))
    return found


def measure(model: PhoneRecogniser, stretches: Sequence[Stretch], classes: PhoneClasses) -> dict[str, float]:
    """Share of phones that are wrong, of each language; of Mandarin without tones, too."""
    model.eval()
    wrong: dict[str, int] = {}
    counts: dict[str, int] = {}

    def count(name: str, truth: Sequence[int], heard: Sequence[int]) -> None:
        wrong[name] = wrong.get(name, 0) + edits(truth, heard)
        counts[name] = counts.get(name, 0) + len(truth)

    bare = {number: classes.of(symbol, 0) for number, (symbol, _) in enumerate(classes.classes, start=1)}
    for stretch in stretches:
        with torch.no_grad():
            heard = read_phones(model(torch.from_numpy(stretch.mel.astype(np.float32)).unsqueeze(0))[0])
        count("loss", stretch.phones, heard)
        count(stretch.language, stretch.phones, heard)
        if stretch.language == "zh":
            count("zh_without_tones", [bare[one] for one in stretch.phones], [bare[one] for one in heard])
    return {name: round(wrong[name] / max(1, counts[name]), 4) for name in counts} or {"loss": 1.0}


def export(settings: Settings, folder: Path, vocabulary_file: Path = VOCABULARY_FILE) -> list[str]:
    """Write `phones.onnx` and `phones.json`, which says what the classes are and how well it hears."""
    vocabulary = read_vocabulary(vocabulary_file)
    classes = classes_of(vocabulary)
    model = PhoneRecogniser(classes.count, _width(settings))
    model.load_state_dict(load_state(settings, STEP)["model"])
    model.eval()

    def mel(frames: int) -> torch.Tensor:
        return torch.randn(1, frames, MELS, generator=torch.Generator().manual_seed(frames))

    [written] = write_onnx(
        model,
        folder / "phones.onnx",
        inputs={"mel": {1: "frames"}},
        outputs={"scores": {1: "frames"}},
        traced=(mel(90),),
        cases=[Case(f"{frames} frames", (mel(frames),)) for frames in (7, 151, 1500)],
        tolerance=PARITY,
    )
    halve(folder / written.name)
    packs = read_packs(settings.data)
    speakers = {
        speaker.id for split in HEARD for _, item in items_of(packs, split) for speaker in item.speakers
    }
    record = {
        "format": 1,
        "sampleRate": SAMPLE_RATE,
        "hop": HOP,
        "mel": {"bands": MELS, "mean": MEL_MEAN, "deviation": MEL_DEVIATION},
        "voices": sorted(speakers),
        "measured": measure(model, unheard(packs, classes, vocabulary), classes),
        "classes": [{"symbol": symbol, "tone": tone} for symbol, tone in classes.classes],
    }
    path = folder / "phones.json"
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    temporary.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, path)
    return [written.name, path.name]


def _width(settings: Settings) -> int:
    return 24 if settings.config.name == "tiny" else WIDTH


def main(arguments: Optional[list[str]] = None) -> int:
    """Train for some minutes (0: not at all) and write the files."""
    parser = argparse.ArgumentParser(prog="python -m dialospeech.recognise", description=__doc__)
    parser.add_argument("--config", default="a", help="tiny for tests (default a)")
    parser.add_argument("--data", type=Path, required=True, help="the folder of packs")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints and the log go")
    parser.add_argument("--out", type=Path, help="the folder of phones.onnx and phones.json (default: none)")
    parser.add_argument("--minutes", type=float, default=30.0, help="that training may take (default 30)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    settings = Settings(config_named(asked.config), asked.data, asked.run, asked.minutes, seed=asked.seed)
    try:
        if asked.minutes != 0:
            learn(settings, read_packs(settings.data))
        if asked.out is not None:
            print(" ".join(export(settings, asked.out)))
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
