"""What the user has allowed to run, of what did not come with the program."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workers.base.atomic_file import write_file
from workers.errors import NotApproved

if TYPE_CHECKING:
    from workers.base.engine_code import EngineCode

logger = logging.getLogger(__name__)


class Approvals:
    """Approved code by engine, in a file that survives upgrades; safe from any thread.

    A file that cannot be read approves nothing: the user is asked once more.
    """

    def __init__(self, path: Path | None) -> None:
        """Read now.

        Args:
            path: A JSON file that need not exist; None to approve for this run alone.
        """
        self._path = path
        self._lock = threading.Lock()
        self._approved = _read(path) if path is not None else {}

    def is_approved(self, code: EngineCode | None) -> bool:
        """True when the user has allowed exactly this, or None: it came with the program."""
        # No lock: it would have to be waited for while a file is written.
        return code is None or self._approved.get(code.engine) == code.fingerprint

    def approve(self, code: EngineCode) -> None:
        """Let this code run from now on, until its entry names another.

        Raises:
            OSError: That could not be written; it holds until the program ends.
        """
        with self._lock:
            # Read again: another process may have noted something meanwhile.
            noted = _read(self._path) if self._path is not None else {}
            self._approved = {**self._approved, **noted, code.engine: code.fingerprint}
            if self._path is not None:
                write_file(self._path, json.dumps(self._approved, indent=1) + "\n")

    def check(self, code: EngineCode | None) -> None:
        """Let approved code pass.

        Raises:
            NotApproved: The user has not allowed it.
        """
        if code is not None and not self.is_approved(code):
            raise NotApproved.of(code)


def _read(path: Path) -> dict[str, str]:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        logger.warning("couldn't read the approvals in %s; will ask again: %s", path, error)
        return {}
    if not isinstance(content, dict):
        return {}
    table = cast("dict[str, Any]", content)
    return {engine: mark for engine, mark in table.items() if isinstance(mark, str)}
