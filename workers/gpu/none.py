"""Readings for a machine without a GPU: the system's own memory, through psutil."""

from __future__ import annotations

from workers.gpu.probe import DeviceReading


class SystemMemoryProbe:
    """The system's memory as one device of kind ``system``, without its processes."""

    def __init__(self) -> None:
        self._closed = False

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.gpu.probe.DeviceProbe.read`.

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
                name="System memory",
                kind="system",
                total_bytes=memory.total,
                used_bytes=memory.total - memory.available,
                free_bytes=memory.available,
            ),
        )

    def close(self) -> None:
        """See :meth:`~workers.gpu.probe.DeviceProbe.close`."""
        self._closed = True
