"""Licences of weights: which are accepted, and which forbid earning money with them."""

from __future__ import annotations

import logging
import re
import threading
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workers.base.atomic_file import write_file
from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.catalog.entry import Weights

logger = logging.getLogger(__name__)

_TABLE = "accepted"
_HEAD = "# Licenses of weights accepted on this computer, by repository.\n"
#: Creative Commons' NC, as a part of a name; and licences that say it in words or by their name.
_NON_COMMERCIAL = re.compile(
    r"(?<![A-Za-z])NC(?![A-Za-z])|non[-_ ]?commercial|research[-_ ]only|\bCPML\b|\bcoqui-public",
    re.IGNORECASE,
)


def is_non_commercial(license_name: str) -> bool:
    """True when a licence, as SPDX or its owners call it, allows no commercial use.

    Of several to choose from, none does.
    """
    choices = re.split(r"\s+OR\s+", license_name)
    return all(_NON_COMMERCIAL.search(choice) for choice in choices)


class LicenseBook:
    """What was accepted, once for each repository and licence; safe from any thread.

    Every method reads the disk: another process may have accepted something, too.

    Attributes:
        problem: What of the file could not be used, and where it was kept; None if all is well.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is read yet.

        Args:
            path: A TOML file; need not exist.
        """
        self.problem: str | None = None
        self._path = path
        self._lock = threading.Lock()

    def is_accepted(self, weights: Weights) -> bool:
        """True when somebody has accepted these weights' licence, as it is called now."""
        with self._lock:
            return weights.license in self._read().get(weights.repository, ())

    def accept(self, weights: Weights) -> None:
        """Write down that the user accepts these weights' licence.

        Raises:
            OSError: It could not be written.
        """
        with self._lock:
            accepted = self._read()
            names = accepted.get(weights.repository, ())
            accepted[weights.repository] = tuple(sorted({*names, weights.license}))
            self._write(accepted)

    def _read(self) -> dict[str, tuple[str, ...]]:
        """What is accepted, by repository; what is damaged costs itself alone."""
        try:
            document = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self._keep_aside(str(error), {})
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
            self._keep_aside(translatable("it isn't a table of license lists"), read)
        return read

    def _write(self, accepted: dict[str, tuple[str, ...]]) -> None:
        import tomlkit  # noqa: PLC0415 - only who writes needs it

        lists = {repository: list(accepted[repository]) for repository in sorted(accepted)}
        write_file(self._path, f"{_HEAD}\n{tomlkit.dumps({_TABLE: lists})}")

    def _keep_aside(self, reason: str, readable: dict[str, tuple[str, ...]]) -> None:
        """Move the damaged file away, so that it is told of once, and write what can be read."""
        number = 1
        while (kept := self._path.with_suffix(f".damaged-{number}.toml")).exists():
            number += 1
        try:
            self._path.replace(kept)
            if readable:
                self._write(readable)
            where = translatable("the old file is saved as {file}", file=kept.name)
        except OSError as error:
            where = translatable(
                "the old file couldn't be backed up ({cause})", cause=str(error.strerror)
            )
        self.problem = translatable(
            "Some accepted licenses in {file} couldn't be read ({reason}). Engine Room will "
            "ask for them again; {kept}.",
            file=self._path.name,
            reason=reason,
            kept=where,
        )
        logger.warning("%s", self.problem)
