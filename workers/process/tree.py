"""A process and its descendants, as the operating system lists them now.

Runs about once a second for every worker, so on Linux it reads no more of ``/proc`` than it needs:
psutil visits every process of the machine to find the children of one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def tree_pids(pid: int) -> frozenset[int]:
    """Returns the ids of a process and its living descendants; empty when it has gone."""
    if _lists_children():
        found = [pid]
        for each in found:
            try:
                found += _children(each)
            except OSError:  # it has gone
                if each == pid:
                    return frozenset()
        return frozenset(found)
    import psutil  # noqa: PLC0415 - 28 ms, and needed only once a worker runs

    try:
        process = psutil.Process(pid)
        return frozenset({pid, *(child.pid for child in process.children(recursive=True))})
    except psutil.Error:
        return frozenset()


def resident_bytes(pids: Iterable[int]) -> int | None:
    """Returns the resident memory of these processes together; None when all have gone."""
    sizes = [size for pid in pids if (size := _resident_bytes(pid)) is not None]
    return sum(sizes) if sizes else None


def cpu_seconds(pids: Iterable[int]) -> dict[int, float]:
    """Returns the seconds of processor time that each living one of these has taken so far."""
    taken = {pid: _cpu_seconds(pid) for pid in pids}
    return {pid: seconds for pid, seconds in taken.items() if seconds is not None}


def start_time(pid: int) -> float | None:
    """Returns when a process was started, in a unit of the system; None when it has gone.

    Process ids are reused; an id together with its start time is unique.
    """
    if sys.platform.startswith("linux"):
        try:
            return int(_stat(pid)[19])
        except (OSError, ValueError, IndexError):
            return None
    import psutil  # noqa: PLC0415 - as above

    try:
        return psutil.Process(pid).create_time()
    except (psutil.Error, OverflowError, ValueError):
        return None


def _resident_bytes(pid: int) -> int | None:
    if sys.platform.startswith("linux"):
        import mmap  # noqa: PLC0415 - needed only here

        try:
            return int(_read(f"/proc/{pid}/statm").split()[1]) * mmap.PAGESIZE
        except (OSError, ValueError, IndexError):
            return None
    import psutil  # noqa: PLC0415 - as above

    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return None  # it has ended


def _cpu_seconds(pid: int) -> float | None:
    if sys.platform == "linux":
        try:
            user, system = _stat(pid)[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            return None
    import psutil  # noqa: PLC0415 - as above

    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return None  # it has ended
    return times.user + times.system


def _stat(pid: int) -> list[bytes]:
    """Returns a process's state and the fields behind it; see proc(5).

    The name before the last bracket may contain anything.
    """
    return _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()


@cache
def _lists_children() -> bool:
    """Returns whether the kernel lists a thread's children (``CONFIG_PROC_CHILDREN``)."""
    pid = os.getpid()
    return sys.platform.startswith("linux") and Path(f"/proc/{pid}/task/{pid}/children").exists()


def _children(pid: int) -> list[int]:
    """Returns the living children of a process, whichever thread started them; see proc(5)."""
    children: list[int] = []
    for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - a Path costs more than the rest
        try:
            children += map(int, _read(f"/proc/{pid}/task/{thread}/children").split())
        except (OSError, ValueError):
            continue  # it has ended
    return children


def _read(path: str) -> bytes:
    """Returns a small file's content, in half the time that ``open`` takes."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 2**16)
    finally:
        os.close(descriptor)
