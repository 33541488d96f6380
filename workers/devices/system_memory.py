"""Readings of the system's memory, for a machine whose GPU has none of its own."""

from __future__ import annotations

import sys

from workers.devices.probe import DeviceReading


class SystemMemoryProbe:
    """The system's memory as one device of kind ``system``, without its processes.

    On a Mac with an Apple chip it is the GPU's memory, too: engines on Metal take from the
    same memory as all programs. It is still a device of kind ``system``, since other programs
    may take what the system shows as free; its backend is ``mps``. Metal recommends that a
    program stays within about three quarters of it (``torch.mps.recommended_max_memory``),
    which is up to the engine. Only the process itself knows its share, see
    :mod:`workers.child.held`. This part was tested by its arguments only: no Mac was at hand.
    """

    def __init__(self, *, platform: str | None = None, machine: str | None = None) -> None:
        """Reads nothing yet.

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

        Free memory includes caches: it is what the system can hand out without swapping.
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
