"""Takes sound out of a FIFO as fast as a loudspeaker would; run by PacedDevice.

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
    """Read until killed."""
    fifo, raw, bytes_per_second = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    # Open for both: then the end of a player is not the end of the file, and nothing waits here.
    pipe = os.open(fifo, os.O_RDWR)
    fcntl.fcntl(pipe, F_SETPIPE_SZ, SMALLEST_PIPE)
    taken = raw.stat().st_size
    due = time.monotonic()
    with raw.open("ab", buffering=0) as file:
        report(taken)
        while True:
            if not select.select([pipe], [], [], 0)[0]:
                # Dry: the loudspeaker waits, and its clock starts again with the next sound.
                select.select([pipe], [], [])
                due = time.monotonic()
            block = os.read(pipe, bytes_per_second // 100)
            file.write(block)
            taken += len(block)
            report(taken)
            due += len(block) / bytes_per_second
            time.sleep(max(0.0, due - time.monotonic()))  # noqa: TID251 - this is the pace


def report(taken: int) -> None:
    """Say how much has been played by now."""
    sys.stdout.write(f"{taken} {time.monotonic()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
