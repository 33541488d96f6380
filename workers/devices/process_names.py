"""Names of the programs that hold a device's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.devices.probe import ProcessMemory
from workers.process.tree import start_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ProcessNames:
    """Program names by process ID, each looked up once.

    The system uses the ID of an ended process again, so a name is kept together with its
    process's start time, and only the start time is read every time.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[float, str | None]] = {}

    def look_up(self, pids: Iterable[int]) -> dict[int, str | None]:
        """Names these processes and forgets all others.

        Returns:
            Program name by process ID; None for a process that is gone or not readable.
        """
        self._known = {pid: found for pid in pids if (found := self._look_up(pid)) is not None}
        return {pid: name for pid, (_, name) in self._known.items()}

    def _look_up(self, pid: int) -> tuple[float, str | None] | None:
        started = start_time(pid)
        if started is None:
            return None
        known = self._known.get(pid)
        if known is not None and known[0] == started:
            return known
        import psutil  # noqa: PLC0415 - start-up does not pay for it

        try:
            return started, psutil.Process(pid).name()
        except psutil.NoSuchProcess:
            return None
        except psutil.Error:
            return started, None


def largest_first(
    shares: Mapping[int, int | None], names: Mapping[int, str | None]
) -> tuple[ProcessMemory, ...]:
    """Combines shares and names for a reading.

    Args:
        shares: Bytes by process ID; None where the driver does not report.
        names: From :meth:`ProcessNames.look_up`.
    """
    processes = [ProcessMemory(pid, used, names.get(pid)) for pid, used in shares.items()]
    # Unknown shares come last, after shares of 0.
    processes.sort(key=_used_bytes, reverse=True)
    return tuple(processes)


def _used_bytes(process: ProcessMemory) -> int:
    return -1 if process.used_bytes is None else process.used_bytes
