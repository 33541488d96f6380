"""Reads audio from a FIFO at the pace of a loudspeaker; run by PacedDevice.

``python -I pace.py FIFO RAW BYTES_PER_SECOND``: appends everything to RAW, and tells on stdout,
a line for each block of 10 ms, how many bytes there are now and when (time.monotonic).
"""

from __future__ import annotations

import fcntl
import os
import select
import sys
import time
from pathlib import Path

F_SETPIPE_SZ = 1031  # linux/fcntl.h; fcntl.F_SETPIPE_SZ came with Python 3.10
SMALLEST_PIPE = 4096  # else 64 kB, more than a second of speech, are swallowed at once


def main() -> None:
    """Reads until the process is killed."""
    fifo, raw, bytes_per_second = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    # Open for both: a player that ends is then no end of the file, and open() never blocks.
    pipe = os.open(fifo, os.O_RDWR)
    fcntl.fcntl(pipe, F_SETPIPE_SZ, SMALLEST_PIPE)
    taken = raw.stat().st_size
    due = time.monotonic()
    with raw.open("ab", buffering=0) as file:
        report(taken)
        while True:
            if not select.select([pipe], [], [], 0)[0]:
                # Empty: the clock starts again with the next audio.
                select.select([pipe], [], [])
                due = time.monotonic()
            block = os.read(pipe, bytes_per_second // 100)
            file.write(block)
            taken += len(block)
            report(taken)
            due += len(block) / bytes_per_second
            time.sleep(max(0.0, due - time.monotonic()))  # noqa: TID251 - the pace of the device


def report(taken: int) -> None:
    """Prints how much has been played."""
    sys.stdout.write(f"{taken} {time.monotonic()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
