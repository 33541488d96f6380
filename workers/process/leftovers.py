"""Kills workers that a dead application left behind.

Each worker's process has a record while it runs. A record counts only when the application that
wrote it is gone, and the process still has the recorded start time and the recorded secret in
its environment: another process may have its id by now.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base import paths
from workers.base.atomic_file import write_file
from workers.child.lineage import TOKEN_VARIABLE

if TYPE_CHECKING:
    import psutil

logger = logging.getLogger(__name__)

_START_TIME_SLACK_S = 0.05  # psutil computes it from boot time and clock ticks


@dataclass(frozen=True, slots=True)
class _Record:
    pid: int
    started: float
    token: str
    owner_pid: int
    owner_started: float


def record(pid: int, token: str) -> None:
    """Records a worker's process. A failure is only logged: the guard is the first line."""
    import psutil  # noqa: PLC0415 - 28 ms, and needed only once a worker runs

    try:
        entry = _Record(
            pid=pid,
            started=psutil.Process(pid).create_time(),
            token=token,
            owner_pid=os.getpid(),
            owner_started=psutil.Process().create_time(),
        )
        # Not synced: after a power cut there is no process left to end.
        write_file(_folder() / f"{pid}.json", json.dumps(asdict(entry)), mode=0o600, sync=False)
    except psutil.NoSuchProcess:
        return  # it has ended already
    except (OSError, psutil.Error) as error:
        logger.warning("process %d was not recorded: %s", pid, error)


def remove_record(pid: int) -> None:
    """Removes a worker's record, once none of its processes is left."""
    with contextlib.suppress(OSError):
        (_folder() / f"{pid}.json").unlink(missing_ok=True)


def end_leftovers() -> tuple[int, ...]:
    """Kills workers that earlier runs left behind.

    Returns:
        The killed processes' ids; usually none, because a worker ends with its parent. Each is
        logged.
    """
    import psutil  # noqa: PLC0415 - as above

    ended: list[int] = []
    for path in sorted(_folder().glob("*.json")):
        record = _read(path)
        if record is not None and _is_running(record.owner_pid, record.owner_started):
            continue
        if record is not None and (process := _verified(record)) is not None:
            logger.warning("killing process %d, left over from an earlier run", record.pid)
            for victim in (*_descendants(process), *_carriers(record.token), process):
                with contextlib.suppress(psutil.Error):
                    victim.kill()
            ended.append(record.pid)
        path.unlink(missing_ok=True)
    return tuple(ended)


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    import psutil  # noqa: PLC0415 - as above

    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []  # it has ended


def _carriers(token: str) -> list[psutil.Process]:
    """Returns the processes with this secret, whatever their parents are by now."""
    import psutil  # noqa: PLC0415 - as above

    return [process for process in psutil.process_iter() if _secret_of(process) == token]


def _secret_of(process: psutil.Process) -> str | None:
    import psutil  # noqa: PLC0415 - as above

    try:
        return process.environ().get(TOKEN_VARIABLE)
    except (psutil.Error, OSError):
        return None  # gone, or another user's


def _folder() -> Path:
    return paths.state_dir() / "processes"


def _read(path: Path) -> _Record | None:
    try:
        return _Record(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        logger.warning("removing %s: not a process record (%s)", path, error)
        return None


def _is_running(pid: int, started: float) -> bool:
    import psutil  # noqa: PLC0415 - as above

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False  # ended, and its parent has not waited for it yet
        return abs(process.create_time() - started) < _START_TIME_SLACK_S
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _verified(record: _Record) -> psutil.Process | None:
    import psutil  # noqa: PLC0415 - as above

    try:
        process = psutil.Process(record.pid)
        same_start = abs(process.create_time() - record.started) < _START_TIME_SLACK_S
    except psutil.Error:
        return None
    same_secret = _secret_of(process) == record.token
    return process if same_start and same_secret and record.token else None
