"""What each kind of worker was seen to need: declared at first, measured ever after."""

from __future__ import annotations

import json
import logging
import math
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from workers.supervisor.budgets import VRAM_BUDGETS

logger = logging.getLogger(__name__)

_GB = 2**30
#: A reading above this is a driver's error: no consumer model is that large.
MAX_GB = 64.0
#: From here on a measured figure is worth a warning.
WARN_FACTOR = 1.5
_VERSION = 1
#: What reading a file may raise whatever stands in it.
_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Budgets:
    """Sizes by budget key, in bytes; measured ones survive a restart."""

    def __init__(
        self, file: Path | None, declared: Mapping[str, tuple[float, float]] | None = None
    ) -> None:
        """Read what was measured before; a file that cannot be read counts as empty.

        Args:
            file: JSON; None keeps measurements for this run alone.
            declared: ``(least free GB, model size GB)`` by key; ``VRAM_BUDGETS`` when
                None, as it is at the time of asking.
        """
        self._file = file
        self._declared = VRAM_BUDGETS if declared is None else declared
        self._lock = threading.Lock()
        self._measured_gb = self._read()

    def is_declared_free(self, key: str) -> bool:
        """True when the key is declared to need no memory of the device at all."""
        return self._declared.get(key) == (0.0, 0.0)

    def is_measured(self, key: str) -> bool:
        """True when the size is a measured one."""
        return key in self._measured_gb

    def size_bytes(self, key: str) -> int:
        """What a worker holds once loaded; 0 for an unknown key."""
        declared = self._declared.get(key, (0.0, 0.0))[1]
        return int(self._measured_gb.get(key, declared) * _GB)

    def needed_bytes(self, key: str) -> int:
        """What must be free for a start: its size, or the declared least if that is more."""
        least = self._declared.get(key, (0.0, 0.0))[0]
        return max(int(least * _GB), self.size_bytes(key))

    def record(self, key: str, gigabytes: float) -> None:
        """Replace a key's size by a measured one.

        Args:
            key: Budget key.
            gigabytes: GB (2**30 bytes); ignored when not within (0, 64].
        """
        if not is_possible(gigabytes):
            return
        declared = self._declared.get(key, (0.0, math.inf))[1]
        if gigabytes > WARN_FACTOR * declared:
            logger.warning(
                "%s holds %.2f GB, over %.1f times the declared %.2f GB",
                key,
                gigabytes,
                WARN_FACTOR,
                declared,
            )
        with self._lock:
            if self._measured_gb.get(key) == gigabytes:
                return
            self._measured_gb[key] = gigabytes
            self._write()

    def _read(self) -> dict[str, float]:
        if self._file is None or not self._file.exists():
            return {}
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            if content["version"] != _VERSION:
                logger.warning("%s is of another version; measuring anew", self._file)
                return {}
            measured = {str(key): float(value) for key, value in content["measured_gb"].items()}
        except _DAMAGED as error:
            logger.warning("%s cannot be read (%s); measuring anew", self._file, error)
            return {}
        return {key: value for key, value in measured.items() if is_possible(value)}

    def _write(self) -> None:
        if self._file is None:
            return
        content = {"version": _VERSION, "measured_gb": self._measured_gb}
        temporary = self._file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(content, indent=2, sort_keys=True), encoding="utf-8")
            temporary.replace(self._file)
        except OSError as error:
            logger.warning("measured budgets are not kept: %s", error)


def is_possible(gigabytes: float) -> bool:
    """True for a size that a worker can have: above 0 and up to ``MAX_GB``."""
    return 0 < gigabytes <= MAX_GB  # which no NaN is
