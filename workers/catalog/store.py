"""All engines: those that are shipped, and what the user has made of them."""

from __future__ import annotations

import difflib
import hashlib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from workers.base.atomic_file import write_file
from workers.base.engine_code import EngineCode
from workers.catalog.engine_packages import EnginePackage
from workers.catalog.entry import CatalogEntry
from workers.catalog.provenance import code_of, runs_the_same
from workers.catalog.toml_file import TABLE, CatalogFile, append_entry
from workers.catalog.validate import Problem, validate_entry
from workers.errors import CatalogError


class Catalog:
    """Entries by id: the shipped file, those of packages, and the user's over them.

    The user's file may hold engines of its own, and for another's the fields that shall
    differ. What is not valid is left out and told in :attr:`problems`: a bad entry never
    hides a good one, and of an engine that was changed badly the first form stays. A
    package cannot change what others have declared. Safe from any thread.
    """

    def __init__(
        self, shipped: Path, user: Path | None, packages: tuple[EnginePackage, ...]
    ) -> None:
        """Use :meth:`load`."""
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
        """Read all files; never raises for what is in them.

        Args:
            shipped: The file that came with the program.
            user: The user's own; it need not exist.
            packages: Installed packages that have engines, see
                :func:`workers.catalog.engine_packages.engine_packages`.
        """
        catalog = cls(shipped, user, packages)
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
        hint = (
            f"did you mean {close[0]!r}?"
            if close
            else ("list entries with `engineroom engines list`")
        )
        raise CatalogError(f"no valid catalog entry {entry_id!r}; {hint}", worker=entry_id)

    def code(self, entry_id: str) -> EngineCode | None:
        """Whose code an entry runs; None where all of it came with the program."""
        with self._lock:
            return self._codes.get(entry_id)

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
            raise CatalogError(f"entry {entry_id!r} is invalid: {reasons}", worker=str(entry_id))
        if self._user is None:
            raise CatalogError("this catalog has no user file to write to")
        entry_id = str(entry_id)
        with self._lock:
            # Read again: another program, or the user, may have written meanwhile.
            taken = {
                **self._entries,
                **CatalogFile.read(self._shipped).entries,
                **_read_if_there(self._user).entries,
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
        """Write all valid entries as JSON, for workers whose Python does not read TOML.

        A worker finds it through the environment variable ``ENGINEROOM_CATALOG``. The file is
        named after its content: another program that runs beside this one, with a catalog
        that has changed meanwhile, cannot change what our workers run.

        Args:
            folder: Where to.

        Returns:
            The file.

        Raises:
            CatalogError: It cannot be written.
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
        reading.take(CatalogFile.read(self._shipped), None)
        for package in self._packages:
            reading.take(CatalogFile.read(package.catalog), package.name)
        reading.amend(_read_if_there(self._user))
        with self._lock:
            self._fields = reading.fields
            self._codes = reading.codes
            self._entries = {
                entry_id: CatalogEntry.from_fields(entry_id, given)
                for entry_id, given in reading.fields.items()
            }
            self._problems = tuple(reading.problems)


class _Reading:
    """One reading of all files, the shipped one first and the user's last."""

    def __init__(self) -> None:
        self.fields: dict[str, Mapping[str, Any]] = {}
        self.codes: dict[str, EngineCode] = {}
        self.problems: list[str] = []

    def take(self, file: CatalogFile, package: str | None) -> None:
        """Take new entries: shipped ones, or a package's."""
        self.problems += file.problems
        for entry_id, given in file.entries.items():
            if entry_id in self.fields:
                taken = Problem(
                    "", "already exists; a package can't change another package's engine"
                )
                self.problems += _told(file, entry_id, [taken])
            elif self._is_valid(file, entry_id, given):
                self.fields[entry_id] = given
                if package is not None:
                    self.codes[entry_id] = code_of(entry_id, given, package)

    def amend(self, file: CatalogFile) -> None:
        """Take the user's: new entries, and changes of those that are there."""
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
        self.problems += _told(file, entry_id, found)
        return not found


def _read_if_there(path: Path | None) -> CatalogFile:
    return CatalogFile.read(path) if path is not None and path.exists() else CatalogFile(Path())


def _told(file: CatalogFile, entry_id: str, problems: list[Problem]) -> list[str]:
    return [f"{file.place(entry_id, problem.field)}: {problem}" for problem in problems]
