"""The code that the user allowed to run, of engines that didn't come with the program."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workers.base.atomic_file import set_aside_safely, write_file
from workers.errors import NotApproved

if TYPE_CHECKING:
    from workers.base.engine_code import EngineCode

logger = logging.getLogger(__name__)


class Approvals:
    """Allowed code by engine, in a file. Thread-safe.

    An unreadable file allows nothing: the user is asked again.
    """

    def __init__(self, path: Path | None) -> None:
        """Reads the file.

        Args:
            path: A JSON file, which may be missing; None to keep approvals in memory only.
        """
        self._path = path
        self._lock = threading.Lock()
        self._approved = _read(path) if path is not None else {}

    def is_approved(self, code: EngineCode | None) -> bool:
        """Returns whether the user allowed exactly this code; True for None, which is our own."""
        # Without the lock, which is held while the file is written.
        return code is None or self._approved.get(code.engine) == code.fingerprint

    def approve(self, code: EngineCode) -> None:
        """Allows this code, until its entry changes it.

        Raises:
            OSError: The file can't be written; the code is allowed until the program ends.
        """
        with self._lock:
            # Read again: another process may have changed the file.
            stored = _read(self._path) if self._path is not None else {}
            self._approved = {**self._approved, **stored, code.engine: code.fingerprint}
            if self._path is not None:
                write_file(self._path, json.dumps(self._approved, indent=1) + "\n")

    def check(self, code: EngineCode | None) -> None:
        """Checks that code is allowed.

        Raises:
            NotApproved: It isn't.
        """
        if code is not None and not self.is_approved(code):
            raise NotApproved.of(code)


def _read(path: Path) -> dict[str, str]:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        logger.warning("couldn't read the approvals in %s; will ask again: %s", path, error)
        return {}
    except ValueError as error:
        kept = set_aside_safely(path)
        logger.warning(
            "couldn't read the approvals in %s; will ask again: %s; %s", path, error, kept
        )
        return {}
    if not isinstance(content, dict):
        return {}
    table = cast("dict[str, Any]", content)
    return {engine: text for engine, text in table.items() if isinstance(text, str)}
