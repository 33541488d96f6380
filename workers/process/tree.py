"""A process and what it has started, as the operating system sees them now."""

from __future__ import annotations

from collections.abc import Iterable


def tree_pids(pid: int) -> frozenset[int]:
    """A process and all its living descendants; empty when it has gone."""
    import psutil  # noqa: PLC0415 - 28 ms, and needed only once a worker runs

    try:
        process = psutil.Process(pid)
        return frozenset({pid, *(child.pid for child in process.children(recursive=True))})
    except psutil.Error:
        return frozenset()


def resident_bytes(pids: Iterable[int]) -> int | None:
    """Resident memory of these processes together; None when all have gone."""
    import psutil  # noqa: PLC0415 - as above

    total: int | None = None
    for pid in pids:
        try:
            total = (total or 0) + psutil.Process(pid).memory_info().rss
        except psutil.Error:
            continue  # it ended while we looked
    return total
