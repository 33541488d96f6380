"""Which file holds whose lines."""

from __future__ import annotations

import re
import zlib

#: The name of the program's own log, in place of an engine's.
PROGRAM = "engineroom"
#: What the loggers of workers are called, with the worker's name behind it.
WORKER_LOGGERS = "engineroom.worker."

_UNFIT = re.compile(r"[^A-Za-z0-9._-]")
#: Devices on Windows, whatever the ending.
#: https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 80


def log_of(logger: str) -> str:
    """Whose log a logger writes to: an engine's name, or :data:`PROGRAM`."""
    return _file_stem(logger.removeprefix(WORKER_LOGGERS)) if _is_worker(logger) else PROGRAM


def file_name(engine: str = "") -> str:
    """The file of an engine's log; of the program's own for no engine."""
    return f"{_file_stem(engine) if engine else PROGRAM}.log"


def _is_worker(logger: str) -> bool:
    return logger.startswith(WORKER_LOGGERS) and len(logger) > len(WORKER_LOGGERS)


def _file_stem(engine: str) -> str:
    fit = _UNFIT.sub("_", engine)[:_LONGEST]
    is_taken = engine.lower() == PROGRAM or _RESERVED.fullmatch(engine) or engine.startswith(".")
    if fit == engine and not is_taken:
        return engine
    # Two names that become alike must not share a file.
    return f"_{fit}-{zlib.crc32(engine.encode('utf-8', 'replace')):08x}"
