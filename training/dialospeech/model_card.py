"""The model card: what a run's weights were trained on and for how long, put into the package's text.

All that holds for any weights stands in `packages/dialospeech/MODEL_CARD.md`; the section between its
two marks is written here, out of the packs, the run log and `model.json`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Mapping, Sequence

from .config import SAMPLE_RATE, Settings
from .packs import Pack, items_of, read_packs
from .run_log import Record, read_log

TEMPLATE = Path(__file__).resolve().parents[2] / "packages" / "dialospeech" / "MODEL_CARD.md"
BEGIN, END = "<!-- weights -->", "<!-- /weights -->"
STEPS_HEAD = "| step | iterations | minutes | best loss on `valid` |"
# How the weights that a run began with were trained.
BEFORE = "before.md"
LANGUAGES = {"en": "English", "zh": "Mandarin"}


def write_card(settings: Settings, folder: Path) -> None:
    """Write the card of a run beside its exported weights."""
    description = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    facts = [
        *weight_facts(description),
        "",
        *data_facts(read_packs(settings.data)),
        "",
        *training_facts(read_log(settings.run)),
        *_facts_before(settings),
    ]
    temporary = folder / f"MODEL_CARD.md.{os.getpid()}.part"
    temporary.write_text(filled(TEMPLATE.read_text(encoding="utf-8"), facts), encoding="utf-8")
    os.replace(temporary, folder / "MODEL_CARD.md")


def filled(template: str, facts: Sequence[str]) -> str:
    """The card with the facts between its marks."""
    begin, end = template.find(BEGIN), template.find(END)
    if not 0 <= begin < end:
        raise ValueError(f"{TEMPLATE} has no section between {BEGIN} and {END}: take it from the repository.")
    return "\n".join([template[: begin + len(BEGIN)], *facts, template[end:]])


def weight_facts(description: Mapping[str, Any]) -> list[str]:
    """Configuration, licence, voices and files."""
    files: Mapping[str, Any] = description["files"]
    names = ", ".join(f"`{speaker['name']}`" for speaker in description["speakers"])
    total = sum(file["bytes"] for file in files.values())
    return [
        f"Configuration `{description['configuration']}`, {description['sampleRate']:,} Hz, "
        f"{total / 1e6:.1f} MB; licence {description['licence']}. Voices: {names}.",
        "",
        "| file | bytes | SHA-256 |",
        "|---|---|---|",
        *(f"| `{name}` | {file['bytes']:,} | `{file['sha256']}` |" for name, file in sorted(files.items())),
    ]


def data_facts(packs: Sequence[Pack]) -> list[str]:
    """Hours and speakers by what they were used for."""
    rows: dict[tuple[str, str, str], tuple[float, set[str]]] = {}
    for _, item in items_of(list(packs)):
        hours, speakers = rows.setdefault((item.split, item.language, item.kind), (0.0, set()))
        speakers.update(speaker.id for speaker in item.speakers)
        key = (item.split, item.language, item.kind)
        rows[key] = (hours + item.frames / SAMPLE_RATE / 3600, speakers)
    order = {"train": 0, "valid": 1, "test": 2}
    return [
        "| part | language | what | hours | speakers |",
        "|---|---|---|---|---|",
        *(
            f"| {split} | {LANGUAGES.get(language, language)} | {kind} | {hours:.2f} | {len(speakers)} |"
            for (split, language, kind), (hours, speakers) in sorted(
                rows.items(), key=lambda row: (order.get(row[0][0], 3), row[0])
            )
        ),
    ]


def training_facts(steps: Mapping[str, Sequence[Record]]) -> list[str]:
    """For how long each step was trained, and the loss on unheard data that its weights were kept at."""
    lasting = {step: last_training(records) for step, records in steps.items()}
    return [
        STEPS_HEAD,
        "|---|---|---|---|",
        *(
            f"| `{step}` | {records[-1]['iteration']:,} | {records[-1]['seconds'] / 60:.0f} | "
            f"{min(record['valid']['loss'] for record in records):.4g} |"
            for step, records in lasting.items()
        ),
    ]


def write_card_before(settings: Settings, model: Path) -> None:
    """Keep in a run how the weights that it begins with were trained, from their own card."""
    card = model / "MODEL_CARD.md"
    if not card.exists():
        return
    text = card.read_text(encoding="utf-8")
    settings.run.mkdir(parents=True, exist_ok=True)
    (settings.run / BEFORE).write_text(text[text.find(STEPS_HEAD) : text.find(END)], encoding="utf-8")


def _facts_before(settings: Settings) -> list[str]:
    before = settings.run / BEFORE
    if not before.exists():
        return []
    table = before.read_text(encoding="utf-8").rstrip()
    return ["", "They began with the weights of another run, trained so:", "", table]


def last_training(records: Sequence[Record]) -> Sequence[Record]:
    """Those of the last training, where a step was begun anew: its seconds begin again."""
    first = 0
    for index in range(1, len(records)):
        if records[index]["seconds"] < 0.5 * records[index - 1]["seconds"]:
            first = index
    return records[first:]
