"""Runs a mix of faults of any length: ``python -m tests.faults``."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.mix import Mix
from tests.faults.room import Room
from tests.support.no_leftovers import nothing_left


def say(line: str) -> None:
    """Prints a line at once."""
    print(line, flush=True)  # noqa: T201 - a command


def main() -> int:
    """Runs one mix; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many faults")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    say(f"{arguments.count} faults, seed {arguments.seed}")
    with tempfile.TemporaryDirectory(prefix="engineroom-faults-") as folder:
        os.environ["ENGINEROOM_HOME"] = folder
        began = time.monotonic()
        with nothing_left():
            room = Room(Path(folder))
            mix = Mix(room, arguments.seed, arguments.count)
            mix.run()
            room.close()
    for name, count in sorted(mix.done.items()):
        say(f"{count:6}  {name}")
    for mismatch in mix.mismatches:
        say(mismatch)
    say(f"{mix.done.total()} faults in {time.monotonic() - began:.1f} s")
    return 1 if mix.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
