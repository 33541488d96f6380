"""For child processes: declare what you hold on a stand-in GPU.

Standard library only, Python 3.9 up, so that it runs in any worker. What was declared
counts as held until the process has ended, however it ends.
"""

from __future__ import annotations

import os
from pathlib import Path


def hold(used_bytes: int, device: int = 0) -> None:
    """Say how much this process holds on one device from now on.

    Args:
        used_bytes: Replaces what it said of this device before.
        device: NVML index.

    Raises:
        KeyError: ``NVML_STANDIN_DIR`` is not set: no stand-in is in use.
    """
    held = Path(os.environ["NVML_STANDIN_DIR"]) / "held"
    pid = os.getpid()
    path = held / str(pid)
    declared = {}
    if path.exists():
        lines = path.read_text(encoding="ascii").splitlines()[1:]
        declared = dict(line.split() for line in lines)
    declared[str(device)] = str(used_bytes)
    # After the name, which may hold anything, the 20th field is the start time in ticks.
    started = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    lines = [started, *(f"{index} {used}" for index, used in declared.items())]
    new = held / f".{pid}"
    new.write_text("\n".join(lines) + "\n", encoding="ascii")
    new.replace(path)
