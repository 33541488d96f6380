"""The catalog: the shipped engines, those of packages, and the user's changes."""

from __future__ import annotations

import difflib
import hashlib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workers.base.atomic_file import write_file
from workers.catalog.engine_packages import EnginePackage
from workers.catalog.entry import CatalogEntry
from workers.catalog.toml_file import TABLE, CatalogFile, append_entry
from workers.catalog.validate import Problem, validate_entry
from workers.errors import CatalogError

if TYPE_CHECKING:
    from workers.base.engine_code import EngineCode


class Catalog:
    """Valid entries of the shipped file, of packages, and of the user's file. Thread-safe.

    The user's file may add engines, and override fields of others. A package can't change what
    another file declares. Invalid entries are listed in :attr:`problems`; an invalid change
    leaves the entry as it was.
    """

    def __init__(
        self, shipped: Path, user: Path | None, packages: tuple[EnginePackage, ...]
    ) -> None:
        """Creates an empty catalog; see :meth:`load`."""
        self._shipped = shipped
        self._user = user
        self._packages = packages
        self._codes: dict[str, EngineCode] = {}
        self._lock = threading.Lock()
        self._entries: dict[str, CatalogEntry] = {}
        self._fields: dict[str, Mapping[str, Any]] = {}
        self._problems: tuple[str, ...] = ()

    @classmethod
    def load(
        cls, shipped: Path, user: Path | None, packages: tuple[EnginePackage, ...] = ()
    ) -> Catalog:
        """Reads all files; errors in them become :attr:`problems`.

        Args:
            shipped: The file that came with the program.
            user: The user's file, which may be missing.
            packages: From :func:`workers.catalog.engine_packages.engine_packages`.
        """
        catalog = cls(shipped, user, packages)
        catalog._read()
        return catalog

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """All valid entries, the shipped ones first, in the files' order."""
        with self._lock:
            return tuple(self._entries.values())

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, one line each: file, line, entry, field, and what to write instead."""
        with self._lock:
            return self._problems

    def get(self, entry_id: str) -> CatalogEntry:
        """Returns an entry.

        Raises:
            CatalogError: There is no valid entry with this ID.
        """
        with self._lock:
            entry = self._entries.get(entry_id)
            if entry is not None:
                return entry
            close = difflib.get_close_matches(entry_id, self._entries, n=1)
        hint = (
            f"did you mean {close[0]!r}?"
            if close
            else ("list entries with `engineroom engines list`")
        )
        raise CatalogError(f"no valid catalog entry {entry_id!r}; {hint}", worker=entry_id)

    def code(self, entry_id: str) -> EngineCode | None:
        """Returns the code that an entry runs; None if all of it came with the program."""
        with self._lock:
            return self._codes.get(entry_id)

    def add(self, entry: Mapping[str, Any]) -> CatalogEntry:
        """Validates an entry and adds it to the user's file.

        Args:
            entry: ``id`` and the fields of :class:`CatalogEntry`, as in TOML.

        Returns:
            The entry, which is now in the catalog.

        Raises:
            CatalogError: It is invalid, its ID exists, or the user's file can't be written.
                Nothing has changed then.
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
            raise CatalogError(f"entry {entry_id!r} is invalid: {reasons}", worker=str(entry_id))
        if self._user is None:
            raise CatalogError("this catalog has no user file to write to")
        entry_id = str(entry_id)
        with self._lock:
            # Read again: another process, or the user, may have changed the files.
            taken = {
                **self._entries,
                **CatalogFile.read(self._shipped).entries,
                **_read_if_exists(self._user).entries,
            }
            if entry_id in taken:
                raise CatalogError(
                    f"entry {entry_id!r} already exists; choose another ID, or edit {self._user}",
                    worker=entry_id,
                )
            append_entry(self._user, entry_id, fields)
        self._read()
        return self.get(entry_id)

    def write_snapshot(self, folder: Path) -> Path:
        """Writes all valid entries as JSON, for workers whose Python can't read TOML.

        Workers find the file through ``$ENGINEROOM_CATALOG``. It is named after its content, so
        that another process with a newer catalog doesn't change what our workers run.

        Args:
            folder: The target folder.

        Returns:
            The file.

        Raises:
            CatalogError: It can't be written.
        """
        with self._lock:
            content = json.dumps({TABLE: self._fields}, indent=1, ensure_ascii=False) + "\n"
        path = folder / f"catalog-{hashlib.sha256(content.encode()).hexdigest()[:16]}.json"
        try:
            write_file(path, content)
        except OSError as error:
            raise CatalogError(f"couldn't write catalog {path}: {error}") from error
        return path

    def _read(self) -> None:
        reading = _Reading()
        reading.add(CatalogFile.read(self._shipped), None)
        for package in self._packages:
            reading.add(CatalogFile.read(package.catalog), package.name)
        if self._user is not None and self._user.exists():
            reading.amend(CatalogFile.read(self._user))
        with self._lock:
            self._fields = reading.fields
            self._codes = reading.codes
            self._entries = {
                entry_id: CatalogEntry.from_fields(entry_id, given)
                for entry_id, given in reading.fields.items()
            }
            self._problems = tuple(reading.problems)


class _Reading:
    """Merges all files, the shipped one first and the user's last."""

    def __init__(self) -> None:
        self.fields: dict[str, Mapping[str, Any]] = {}
        self.codes: dict[str, EngineCode] = {}
        self.problems: list[str] = []

    def add(self, file: CatalogFile, package: str | None) -> None:
        """Adds new entries, shipped ones or a package's."""
        self.problems += file.problems
        for entry_id, given in file.entries.items():
            if entry_id in self.fields:
                duplicate = Problem(
                    "", "already exists; a package can't change another package's engine"
                )
                self.problems += _lines(file, entry_id, [duplicate])
            elif self._is_valid(file, entry_id, given):
                self.fields[entry_id] = given
                if package is not None:
                    from workers.catalog.provenance import code_of  # noqa: PLC0415 - see amend()

                    self.codes[entry_id] = code_of(entry_id, given, package)

    def amend(self, file: CatalogFile) -> None:
        """Adds the user's entries, and applies the user's changes to others."""
        # Imported here: without entries of other people there is no code to look at.
        from workers.catalog.provenance import code_of, runs_the_same  # noqa: PLC0415

        self.problems += file.problems
        for entry_id, given in file.entries.items():
            before = self.fields.get(entry_id, {})
            merged = {**before, **given}
            if self._is_valid(file, entry_id, merged):
                self.fields[entry_id] = merged
                if not runs_the_same(merged, before):
                    self.codes[entry_id] = code_of(entry_id, merged, str(file.path))

    def _is_valid(self, file: CatalogFile, entry_id: str, fields: Mapping[str, Any]) -> bool:
        found = validate_entry(entry_id, fields)
        self.problems += _lines(file, entry_id, found)
        return not found


def _read_if_exists(path: Path | None) -> CatalogFile:
    return CatalogFile.read(path) if path is not None and path.exists() else CatalogFile(Path())


def _lines(file: CatalogFile, entry_id: str, problems: list[Problem]) -> list[str]:
    return [f"{file.place(entry_id, problem.field)}: {problem}" for problem in problems]
