"""All engines: those that are shipped, and what the user has made of them."""

from __future__ import annotations

import difflib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from workers.catalog.entry import CatalogEntry
from workers.catalog.toml_file import TABLE, CatalogFile, append_entry, write_file
from workers.catalog.validate import Problem, validate_entry
from workers.errors import CatalogError


class Catalog:
    """Entries by id: the shipped file, and the user's over it.

    The user's file may hold engines of its own, and for a shipped one the fields that
    shall differ. What is not valid is left out and told in :attr:`problems`: a bad
    entry never hides a good one, and of a shipped engine that was changed badly the
    shipped form stays. Safe from any thread.
    """

    def __init__(self, shipped: Path, user: Path | None) -> None:
        """Use :meth:`load`."""
        self._shipped = shipped
        self._user = user
        self._lock = threading.Lock()
        self._entries: dict[str, CatalogEntry] = {}
        self._fields: dict[str, Mapping[str, Any]] = {}
        self._problems: tuple[str, ...] = ()

    @classmethod
    def load(cls, shipped: Path, user: Path | None) -> Catalog:
        """Read both files; never raises for what is in them.

        Args:
            shipped: The file that came with the program.
            user: The user's own; it need not exist.
        """
        catalog = cls(shipped, user)
        catalog._read()
        return catalog

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """All valid entries, the shipped ones first, each file's in its order."""
        with self._lock:
            return tuple(self._entries.values())

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, one line each: file, line, entry, field, and what to write instead."""
        with self._lock:
            return self._problems

    def get(self, entry_id: str) -> CatalogEntry:
        """One entry.

        Raises:
            CatalogError: There is none of that id that is valid.
        """
        with self._lock:
            entry = self._entries.get(entry_id)
            if entry is not None:
                return entry
            close = difflib.get_close_matches(entry_id, self._entries, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "see which there are"
        raise CatalogError(f"the catalog has no valid entry {entry_id!r}; {hint}", worker=entry_id)

    def add(self, entry: Mapping[str, Any]) -> CatalogEntry:
        """Validate an entry and write it into the user's file.

        Args:
            entry: ``id`` and the fields of :class:`CatalogEntry`, as TOML has them.

        Returns:
            The entry, which is in the catalog from now on.

        Raises:
            CatalogError: It is not valid, or there is one of that id, or the user's
                file cannot be written. Nothing has changed then.
        """
        fields = {
            name: list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value
            for name, value in entry.items()
            if name != "id" and value is not None
        }
        entry_id = entry.get("id")
        problems = validate_entry(entry_id, fields)
        if problems:
            reasons = "; ".join(map(str, problems))
            raise CatalogError(f"entry {entry_id!r} is refused: {reasons}", worker=str(entry_id))
        if self._user is None:
            raise CatalogError("this catalog was loaded without a file of the user's to write to")
        entry_id = str(entry_id)
        with self._lock:
            # Read again: another program, or the user, may have written meanwhile.
            taken = {
                **CatalogFile.read(self._shipped).entries,
                **_read_if_there(self._user).entries,
            }
            if entry_id in taken:
                raise CatalogError(
                    f"there is an entry {entry_id!r} already: choose another id, "
                    f"or edit {self._user}",
                    worker=entry_id,
                )
            append_entry(self._user, entry_id, fields)
        self._read()
        return self.get(entry_id)

    def write_snapshot(self, path: Path) -> None:
        """Write all valid entries as JSON, for workers whose Python does not read TOML.

        A worker finds it through the environment variable ``ENGINEROOM_CATALOG``.

        Raises:
            CatalogError: It cannot be written.
        """
        with self._lock:
            content = {TABLE: self._fields}
        try:
            write_file(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
        except OSError as error:
            raise CatalogError(f"catalog {path} cannot be written: {error}") from error

    def _read(self) -> None:
        shipped = CatalogFile.read(self._shipped)
        user = _read_if_there(self._user)
        problems = [*shipped.problems, *user.problems]
        fields: dict[str, Mapping[str, Any]] = {}
        for entry_id, given in shipped.entries.items():
            found = validate_entry(entry_id, given)
            problems += _told(shipped, entry_id, found)
            if not found:
                fields[entry_id] = given
        for entry_id, given in user.entries.items():
            merged = {**fields.get(entry_id, {}), **given}
            found = validate_entry(entry_id, merged)
            problems += _told(user, entry_id, found)
            if not found:
                fields[entry_id] = merged
        with self._lock:
            self._fields = fields
            self._entries = {
                entry_id: CatalogEntry.from_fields(entry_id, given)
                for entry_id, given in fields.items()
            }
            self._problems = tuple(problems)


def _read_if_there(path: Path | None) -> CatalogFile:
    return CatalogFile.read(path) if path is not None and path.exists() else CatalogFile(Path())


def _told(file: CatalogFile, entry_id: str, problems: list[Problem]) -> list[str]:
    return [f"{file.place(entry_id, problem.field)}: {problem}" for problem in problems]
