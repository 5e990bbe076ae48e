"""The command line: `python -m dialospeech STEP --config a --data PACKS --run RUN`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Callable

import torch

from .config import CONFIGS, Settings, config_named

# Each step's module is loaded when it is run, so that one step needs nothing of the others.
STEPS: dict[str, str] = {
    "align": "align_train",
    "tokens": "tokens_train",
    "speakers": "speakers_train",
    "dialm": "dialm_train",
    "flow": "flow_train",
    "vocoder": "vocoder_train",
    "export": "export",
}


def runner_of(step: str) -> Callable[[Settings], None]:
    """The function that runs a step."""
    return importlib.import_module(f"{__package__}.{STEPS.get(step, 'random_model')}").run


def parse(arguments: list[str]) -> argparse.Namespace:
    """The arguments, checked."""
    parser = argparse.ArgumentParser(prog="python -m dialospeech", description=__doc__)
    parser.add_argument(
        "step",
        choices=[*STEPS, "all", "begin", "random", "log"],
        help="what to run; `all` runs the steps in order, `begin` takes the weights of `--model` to train on "
        "from, `random` writes a model with untrained weights",
    )
    parser.add_argument("--config", default="a", choices=list(CONFIGS), help="the configuration (default a)")
    parser.add_argument("--data", type=Path, help="a pack, or a folder of packs")
    parser.add_argument("--run", type=Path, required=True, help="the folder that the run is kept in")
    parser.add_argument("--model", type=Path, help="the exported model that `begin` takes the weights of")
    parser.add_argument("--extractor", type=Path, help="the extractor of tokens that lay beside that model")
    parser.add_argument("--minutes", type=float, help="the time each training may take")
    parser.add_argument("--threads", type=int, default=1, help="threads of torch (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="the seed (default 0)")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; the exit code."""
    asked = parse(arguments)
    if asked.step == "log":
        try:
            importlib.import_module(f"{__package__}.run_log").show(asked.run)
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    if asked.step == "begin" and (asked.model is None or asked.extractor is None):
        said = "Which model? Give --model its folder and --extractor the file that was exported with it."
        print(said, file=sys.stderr)
        return 2
    if asked.data is None and asked.step not in ("begin", "random"):
        print("Which packs? Give --data a pack or a folder of packs.", file=sys.stderr)
        return 2
    settings = Settings(
        config=config_named(asked.config),
        data=asked.data or asked.run,
        run=asked.run,
        minutes=asked.minutes,
        threads=asked.threads,
        seed=asked.seed,
    )
    torch.set_num_threads(asked.threads)
    try:
        if asked.step == "all":
            run_all(settings)
        elif asked.step == "begin":
            importlib.import_module(f"{__package__}.begin").begin(settings, asked.model, asked.extractor)
        else:
            print(f"{asked.step} ...", flush=True)
            runner_of(asked.step)(settings)
    except (FileNotFoundError, ValueError, FloatingPointError) as error:
        print(f"{asked.step}: {error}", file=sys.stderr)
        return 1
    return 0


def run_all(settings: Settings) -> None:
    """Every step in order; one that an earlier call brought to its end is left as it is."""
    for step in STEPS:
        done = settings.run / "done" / step
        if done.exists():
            print(f"{step}: done before; remove {done} to run it again", flush=True)
            continue
        print(f"{step} ...", flush=True)
        runner_of(step)(settings)
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
