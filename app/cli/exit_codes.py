"""What a command's exit code means."""

from __future__ import annotations

DONE = 0
FAILED = 1
WRONG_USE = 2  # argparse's own
SETTLE_FIRST = 3
INTERRUPTED = 130  # 128 and SIGINT, as shells have it

TOLD = (
    "exit codes: 0 done, 1 failed, 2 wrong use, 3 something has to be settled or agreed to first, "
    "130 interrupted"
)
