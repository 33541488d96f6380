"""Names of the programs that hold a device's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ProcessNames:
    """Program names by process id, looked up once a process.

    A process id is used again after its process has ended, so a name is kept together
    with the process's creation time, and that is what is read every time.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[float, str | None]] = {}

    def look_up(self, pids: Iterable[int]) -> dict[int, str | None]:
        """Name these processes, and forget all others.

        Returns:
            Process id to program name; None for one that is gone or not ours to see.
        """
        self._known = {pid: found for pid in pids if (found := self._look_up(pid)) is not None}
        return {pid: name for pid, (_, name) in self._known.items()}

    def _look_up(self, pid: int) -> tuple[float, str | None] | None:
        import psutil  # noqa: PLC0415 - start-up does not pay for it

        try:
            process = psutil.Process(pid)
            created = process.create_time()
        except (psutil.Error, OverflowError, ValueError):
            return None
        known = self._known.get(pid)
        if known is not None and known[0] == created:
            return known
        try:
            return created, process.name()
        except psutil.Error:
            return created, None
