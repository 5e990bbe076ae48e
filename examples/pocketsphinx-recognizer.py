#!/usr/bin/env python3
"""A recogniser for createCommandRecognizer: CMU PocketSphinx, English, by the shared library of Debian's package.

    apt install python3 pocketsphinx pocketsphinx-en-us

Reads framed sound (16 kHz, signed 16 bits, little-endian, one channel) from standard input and writes lines of JSON:
words while somebody speaks, with times, and final ones when it is told that the utterance is over. Sound before
somebody speaks is not decoded: it costs nothing to listen to silence.
"""

import array
import ctypes
import json
import os
import struct
import sys
from collections import deque

RATE = 16000
MODEL = os.environ.get("POCKETSPHINX_MODEL", "/usr/share/pocketsphinx/model/en-us")
BLOCK = 320  # frames of 20 ms in which speech is looked for
BEFORE = 20  # blocks that are decoded though they came before the first loud one
EVERY = 5  # blocks between two looks at what has been understood
QUIET = 75  # blocks among which the quietest is that of the room
LONGEST = 3000  # blocks of one utterance; a minute, after which it is cut


def load():
    sphinx = ctypes.CDLL("libpocketsphinx.so.3")
    base = ctypes.CDLL("libsphinxbase.so.3")
    pointer, integer = ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)
    base.cmd_ln_parse_r.restype = pointer
    base.cmd_ln_parse_r.argtypes = [pointer, pointer, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int]
    for name, result, arguments in [
        ("ps_args", pointer, []),
        ("ps_init", pointer, [pointer]),
        ("ps_start_utt", ctypes.c_int, [pointer]),
        ("ps_end_utt", ctypes.c_int, [pointer]),
        ("ps_process_raw", ctypes.c_int, [pointer, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int]),
        ("ps_seg_iter", pointer, [pointer, integer]),
        ("ps_seg_next", pointer, [pointer]),
        ("ps_seg_word", ctypes.c_char_p, [pointer]),
        ("ps_seg_frames", None, [pointer, integer, integer]),
    ]:
        function = getattr(sphinx, name)
        function.restype, function.argtypes = result, arguments
    return sphinx, base


class Recogniser:
    def __init__(self):
        self.sphinx, base = load()
        words = ["pocketsphinx", "-hmm", f"{MODEL}/en-us", "-lm", f"{MODEL}/en-us.lm.bin"]
        words += ["-dict", f"{MODEL}/cmudict-en-us.dict", "-logfn", "/dev/null", "-remove_silence", "no"]
        # In noise it would else consider so much that it falls behind; what it hears gets no worse.
        words += ["-maxhmmpf", "3000", "-maxwpf", "20"]
        words += sys.argv[1:]
        arguments = (ctypes.c_char_p * len(words))(*[word.encode() for word in words])
        config = base.cmd_ln_parse_r(None, self.sphinx.ps_args(), len(words), arguments, 1)
        self.decoder = self.sphinx.ps_init(config) if config else None
        if not self.decoder:
            sys.exit(f"PocketSphinx found no English model in {MODEL}")
        self.blocks = 0  # heard so far
        # Root mean squares of late: the least is the room's. The first is a guess.
        self.levels = deque([200.0], maxlen=QUIET)
        self.loud = 0
        self.recent = deque(maxlen=BEFORE)
        self.begun = None  # block where the utterance begins
        self.told = ""

    def hear(self, block):
        samples = array.array("h", block)
        level = (sum(sample * sample for sample in samples) / max(1, len(samples))) ** 0.5
        self.levels.append(level)
        self.blocks += 1
        if self.begun is not None:
            self.decode(block)
            if (self.blocks - self.begun) % EVERY == 0:
                self.tell(final=False)
            if self.blocks - self.begun > LONGEST:
                self.restart()
            return
        self.recent.append(block)
        self.loud = self.loud + 1 if level > max(60.0, min(self.levels) * 3) else 0
        if self.loud >= 3:
            self.begun = self.blocks - len(self.recent)
            self.sphinx.ps_start_utt(self.decoder)
            self.decode(b"".join(self.recent))
            self.recent.clear()

    def decode(self, pcm):
        self.sphinx.ps_process_raw(self.decoder, pcm, len(pcm) // 2, 0, 0)

    def words(self):
        start, end, score = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        found, first = [], None
        at = self.sphinx.ps_seg_iter(self.decoder, ctypes.byref(score))
        while at:
            self.sphinx.ps_seg_frames(at, ctypes.byref(start), ctypes.byref(end))
            # Frames of 10 ms; they are counted on from utterance to utterance.
            first = start.value if first is None else first
            word = self.sphinx.ps_seg_word(at).decode()
            if word[0] not in "<[+":
                begun = self.begun * BLOCK / RATE - first / 100
                times = {"start": begun + start.value / 100, "end": begun + (end.value + 1) / 100}
                # `to(2)` is another pronunciation of `to`.
                found.append({"text": word.split("(")[0], **{name: round(time, 3) for name, time in times.items()}})
            at = self.sphinx.ps_seg_next(at)
        return found

    def tell(self, final):
        words = self.words() if self.begun is not None else []
        text = " ".join(word["text"] for word in words)
        if final or text != self.told:
            say({"type": "words", "text": text, "words": words, "final": final, "language": "en"})
        self.told = "" if final else text

    def end(self):
        if self.begun is not None:
            self.sphinx.ps_end_utt(self.decoder)
        self.tell(final=True)
        self.begun, self.loud = None, 0

    def restart(self):
        say({"type": "warning", "message": "An utterance of more than a minute is heard only from here on."})
        self.sphinx.ps_end_utt(self.decoder)
        self.begun, self.loud, self.told = None, 0, ""


def say(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main():
    recogniser = Recogniser()
    sound = sys.stdin.buffer
    rest = b""
    while len(header := sound.read(4)) == 4:
        (length,) = struct.unpack("<I", header)
        if length > 0:
            rest += sound.read(length)
            whole = len(rest) - len(rest) % (BLOCK * 2)
            for at in range(0, whole, BLOCK * 2):
                recogniser.hear(rest[at : at + BLOCK * 2])
            rest = rest[whole:]
        else:
            recogniser.end()


main()
