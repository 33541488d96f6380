"""What a command's exit code means."""

from __future__ import annotations

DONE = 0
FAILED = 1
WRONG_USE = 2  # argparse's own
SETTLE_FIRST = 3
INTERRUPTED = 130  # 128 and SIGINT, as shells have it

TOLD = "exit codes: 0 success, 1 failure, 2 usage error, 3 confirmation required, 130 interrupted"
