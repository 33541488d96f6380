"""Readings for a machine without a GPU of its own memory: the system's, through psutil."""

from __future__ import annotations

import sys

from workers.devices.probe import DeviceReading


class SystemMemoryProbe:
    """The system's memory as one device of kind ``system``, without its processes.

    On a Mac with Apple's own chips it is the GPU's memory, too: engines on Metal take from
    the same memory as everybody else. That is still one device of kind ``system``, since what
    is free of it is what the system says is free, and no worker can be sure of it as it can
    of a GPU's own; but its backend is ``mps``. Metal advises a program to stay within some
    three quarters of it (``torch.mps.recommended_max_memory``), which is for the engine to
    keep to. What each process holds of it nobody tells but itself, see
    :mod:`workers.child.held`. This part was tested by its arguments only: no Mac was at hand.
    """

    def __init__(self, *, platform: str | None = None, machine: str | None = None) -> None:
        """Read nothing yet.

        Args:
            platform: As ``sys.platform``; None for this system's.
            machine: As ``platform.machine()``; None for this machine's.
        """
        self._is_unified = False
        if (platform or sys.platform) == "darwin":
            if machine is None:
                from platform import machine as machine_of  # noqa: PLC0415 - on a Mac alone

                machine = machine_of()
            self._is_unified = machine == "arm64"
        self._closed = False

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.devices.probe.DeviceProbe.read`.

        Free is what can be given out without swapping, which is more than what lies idle:
        caches count as free.
        """
        if self._closed:
            return ()
        import psutil  # noqa: PLC0415 - start-up does not pay for it

        memory = psutil.virtual_memory()
        return (
            DeviceReading(
                index=0,
                uuid="system",
                name="Unified memory" if self._is_unified else "RAM",
                kind="system",
                total_bytes=memory.total,
                used_bytes=memory.total - memory.available,
                free_bytes=memory.available,
                backend="mps" if self._is_unified else "cpu",
            ),
        )

    def close(self) -> None:
        """See :meth:`~workers.devices.probe.DeviceProbe.close`."""
        self._closed = True
