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


def hold_here(used_bytes: int) -> None:
    """Say how much this process holds on the GPU that it was started for.

    That is the first one that ``CUDA_VISIBLE_DEVICES`` names, by UUID or by index; the one
    with index 0 where it is not set. Where it hides every GPU nothing is held.

    Args:
        used_bytes: Replaces what it said of this device before.

    Raises:
        KeyError: ``NVML_STANDIN_DIR`` is not set: no stand-in is in use.
        LookupError: It names a GPU that this machine does not have.
    """
    device = own_device()
    if device is not None:
        hold(used_bytes, device)


def own_device() -> int | None:
    """NVML index of the GPU that this process was started for; None where it is to see none.

    Raises:
        LookupError: ``CUDA_VISIBLE_DEVICES`` names a GPU that this machine does not have.
    """
    named = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    if named in ("", "-1", "NoDevFiles"):
        return None
    room = Path(os.environ["NVML_STANDIN_DIR"]) / "room"
    facts = [line.split() for line in room.read_text(encoding="utf-8").splitlines()]
    uuids = [words[4] for words in facts if words[0] == "device"]
    for index, uuid in enumerate(uuids):
        if named in (str(index), uuid):
            return index
    raise LookupError(f"CUDA_VISIBLE_DEVICES names {named}, and there are {', '.join(uuids)}")
