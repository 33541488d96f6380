"""Whether a GPU sleeps or may sleep, found out without waking it."""

from __future__ import annotations

import sys
from pathlib import Path

PCI_DEVICES = Path("/sys/bus/pci/devices")


def is_asleep(bus_id: str | None) -> bool:
    """Returns whether the kernel has powered a GPU down because nothing uses it.

    A laptop's second GPU sleeps while nothing runs on it. Every question to its driver wakes
    it, which costs 5 to 25 W for as long as the questions go on
    (https://github.com/Syllo/nvtop/issues/267, https://github.com/theantipopau/omencore/pull/166,
    for AMD's https://github.com/ROCm/rocm-systems/pull/8024). The kernel's own accounting
    does not touch the device.

    Args:
        bus_id: PCI address such as ``0000:01:00.0``; NVML's longer domain is understood.

    Returns:
        False where the system does not report it: outside Linux, and for a GPU whose power is not
        managed.
    """
    # "suspended", or on the way to it: "suspending".
    return _read(bus_id, "runtime_status").startswith(b"suspend")


def may_sleep(bus_id: str | None) -> bool:
    """Returns whether the kernel would power a GPU down if nothing used it.

    Args:
        bus_id: As for :func:`is_asleep`.

    Returns:
        False where the system does not report it, and on most desktops, where GPUs stay awake.
    """
    return _read(bus_id, "control").startswith(b"auto")


def _read(bus_id: str | None, name: str) -> bytes:
    if bus_id is None or not sys.platform.startswith("linux"):
        return b""
    domain, _, rest = bus_id.lower().partition(":")
    try:
        return (PCI_DEVICES / f"{domain[-4:]}:{rest}" / "power" / name).read_bytes()
    except OSError:
        return b""
