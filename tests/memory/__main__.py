"""``python -m tests.memory``: 32 threads over 8 engines with room for 2, as long as one likes."""

from __future__ import annotations

import argparse
import collections
import random
import sys

from tests.memory.crowd import Crowd
from tests.memory.machine import machine_of_its_own
from tests.memory.troubled import TroubledCrowd
from tests.support.no_leftovers import nothing_left

#: How many characters of a refusal distinguish it from others.
_SHOWN = 110


def say(line: str) -> None:
    """Tell the person at the terminal, at once."""
    print(line, flush=True)  # noqa: T201 - there is one


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.memory", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--trouble", action="store_true", help="everything goes wrong meanwhile")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    say(f"{arguments.threads} threads for {arguments.seconds:g} s, seed {arguments.seed}\n")
    with machine_of_its_own() as machine, nothing_left():
        kind = TroubledCrowd if arguments.trouble else Crowd
        crowd = kind(machine, arguments.seed, threads=arguments.threads)
        crowd.run(arguments.seconds)
        machine.room.close()
    say(crowd.table())
    say(f"\nlooked at promises and at what was held {crowd.looks} times")
    reasons = collections.Counter[str]()
    for name, service in crowd.service.items():
        for reason, count in service.refusals.items():
            reasons[reason.replace(name, "it")[:_SHOWN]] += count
    for reason, count in reasons.most_common():
        say(f"refused {count} times: {reason}")
    for offence in crowd.offences[:20]:
        say(offence)
    return 1 if crowd.offences else 0


if __name__ == "__main__":
    sys.exit(main())
