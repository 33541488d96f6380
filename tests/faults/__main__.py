"""``python -m tests.faults``: a mix of faults that is as long as one likes."""

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
    """Tell the person at the terminal, at once."""
    print(line, flush=True)  # noqa: T201 - there is one


def main() -> int:
    """Run one mix; returns the exit code."""
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
