"""The symbols of text and the numbers of speech tokens, shared with the runtime."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

# Speech tokens: the codes of the quantiser, then three of their own.
CODES = 1000
SIL = 1000
BOS = 1001
END = 1002
TOKENS = 1003

# No tone, five of Mandarin, stressed and unstressed.
TONES = 8

STARTS = ("<turn>", "<backchannel>", "<interruption>", "<continue>")
ENDS = ("<.>", "<?>", "<!>", "<cut>")
PAUSES = ("<,>", "<…>")

VOCABULARY_FILE = Path(__file__).with_name("vocabulary.json")


@dataclass(frozen=True)
class Backchannel:
    """A short answer that the language model may give of its own accord."""

    language: str
    text: str


@dataclass(frozen=True)
class Vocabulary:
    """The names of the symbols (the index is the id) and the backchannels of the model's own."""

    symbols: tuple[str, ...]
    backchannels: tuple[Backchannel, ...]

    @functools.cached_property
    def ids(self) -> dict[str, int]:
        """The id of each symbol's name."""
        return {name: index for index, name in enumerate(self.symbols)}

    @functools.cached_property
    def starts(self) -> frozenset[int]:
        """Ids of the symbols that begin a unit."""
        return frozenset(self.ids[name] for name in STARTS)

    @functools.cached_property
    def ends(self) -> frozenset[int]:
        """Ids of the symbols that end a unit."""
        return frozenset(self.ids[name] for name in (*ENDS, *PAUSES[:1]))

    @functools.cached_property
    def silent(self) -> frozenset[int]:
        """Ids of the symbols that are no sound: starts, ends, pauses and padding."""
        return frozenset(self.ids[name] for name in (self.symbols[0], *STARTS, *ENDS, *PAUSES))


@functools.lru_cache(maxsize=4)
def read_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """The vocabulary of a file; one that misses a symbol of the contract is an error."""
    record = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = Vocabulary(
        symbols=tuple(record["symbols"]),
        backchannels=tuple(
            Backchannel(entry["language"], entry["text"]) for entry in record["backchannels"]
        ),
    )
    missing = [name for name in (*STARTS, *ENDS, *PAUSES) if name not in vocabulary.ids]
    if missing:
        raise ValueError(f"{path} lacks the symbols {', '.join(missing)}.")
    return vocabulary
