"""Licenses of weights: which ones the user accepted, and which ones forbid commercial use."""

from __future__ import annotations

import logging
import re
import threading
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workers.base.atomic_file import set_aside_safely, write_file
from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.catalog.entry import Weights

logger = logging.getLogger(__name__)

_TABLE = "accepted"
_HEAD = "# Licenses of weights accepted on this computer, by repository.\n"
#: NC in a Creative Commons name, and other names of non-commercial licenses.
_NON_COMMERCIAL = re.compile(
    r"(?<![A-Za-z])NC(?![A-Za-z])|non[-_ ]?commercial|research[-_ ]only|\bCPML\b|\bcoqui-public",
    re.IGNORECASE,
)


def is_non_commercial(license_name: str) -> bool:
    """Returns whether a license forbids commercial use, by its SPDX or other name.

    Of alternatives (``OR``), all must forbid it.
    """
    choices = re.split(r"\s+OR\s+", license_name)
    return all(_NON_COMMERCIAL.search(choice) for choice in choices)


class AcceptedLicenses:
    """The licenses that the user accepted, by repository and license. Thread-safe.

    Every method reads the file, since another process may have changed it.

    Attributes:
        problem: What in the file couldn't be read, and where the old file is; None if all is well.
    """

    def __init__(self, path: Path) -> None:
        """Reads nothing yet.

        Args:
            path: A TOML file, which may be missing.
        """
        self.problem: str | None = None
        self._path = path
        self._lock = threading.Lock()

    def is_accepted(self, weights: Weights) -> bool:
        """Returns whether the current license of these weights was accepted."""
        with self._lock:
            return weights.license in self._read().get(weights.repository, ())

    def accept(self, weights: Weights) -> None:
        """Records that the user accepts the license of these weights.

        Raises:
            OSError: The file can't be written.
        """
        with self._lock:
            accepted = self._read()
            names = accepted.get(weights.repository, ())
            accepted[weights.repository] = tuple(sorted({*names, weights.license}))
            self._write(accepted)

    def _read(self) -> dict[str, tuple[str, ...]]:
        """Returns repository -> accepted licenses; invalid entries are dropped."""
        try:
            document = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self._set_aside(str(error), {})
            return {}
        except OSError as error:
            self.problem = translatable(
                "Couldn't open the accepted licenses in {file} ({error}).",
                file=str(self._path),
                error=str(error.strerror),
            )
            logger.warning("%s", self.problem)
            return {}
        table = document.get(_TABLE, {})
        entries = cast("dict[str, Any]", table) if isinstance(table, dict) else {"": table}
        read = {
            repository: tuple(map(str, cast("list[object]", names)))
            for repository, names in entries.items()
            if isinstance(names, list)
        }
        if len(read) < len(entries):
            self._set_aside(translatable("it isn't a table of license lists"), read)
        return read

    def _write(self, accepted: dict[str, tuple[str, ...]]) -> None:
        import tomlkit  # noqa: PLC0415 - needed only to write

        lists = {repository: list(accepted[repository]) for repository in sorted(accepted)}
        write_file(self._path, f"{_HEAD}\n{tomlkit.dumps({_TABLE: lists})}")

    def _set_aside(self, reason: str, readable: dict[str, tuple[str, ...]]) -> None:
        """Sets the damaged file aside, so that it is reported once, and writes what is readable."""
        saved = set_aside_safely(self._path)
        if readable and not self._path.exists():
            try:
                self._write(readable)
            except OSError as error:
                logger.warning("couldn't write %s: %s", self._path, error)
        self.problem = translatable(
            "Some accepted licenses in {file} couldn't be read ({reason}). Engine Room will "
            "ask for them again; {kept}.",
            file=self._path.name,
            reason=reason,
            kept=saved,
        )
        logger.warning("%s", self.problem)
