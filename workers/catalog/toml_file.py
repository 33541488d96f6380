"""Reads and writes one catalog file, with line numbers for errors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from workers.base.atomic_file import write_file
from workers.errors import CatalogError

TABLE = "engines"
#: ``[engines.id]``, ``[engines."id"]``, and tables inside: ``[engines.id.init_args]``,
#: ``[[engines.id.weights]]``.
_HEADER = re.compile(
    r"\s*\[\[?\s*engines\s*\.\s*(['\"]?)(?P<id>[^'\"\]]+?)\1\s*(\.\s*(?P<field>\w+)\s*)?\]"
)


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """The contents of a catalog file, valid or not.

    Attributes:
        path: The file.
        entries: Entry ID -> fields, in the file's order.
        problems: What is wrong with the file, one line each.
    """

    path: Path
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    problems: tuple[str, ...] = ()
    _text: str = ""

    @classmethod
    def read(cls, path: Path) -> CatalogFile:
        """Reads a file; errors become ``problems``."""
        try:
            text = path.read_text(encoding="utf-8")
            content = tomllib.loads(text)
        except (OSError, UnicodeDecodeError) as error:
            return cls(path, problems=(f"couldn't read catalog {path}: {error}",))
        except tomllib.TOMLDecodeError as error:
            return cls(path, problems=(f"catalog {path} isn't valid TOML: {error}",))
        problems = [
            f"{_at(path, text, name)}: unknown table {name!r}; engines go in [{TABLE}.<id>]"
            for name in content
            if name != TABLE
        ]
        entries: dict[str, Mapping[str, Any]] = {}
        tables = content.get(TABLE, {})
        if not isinstance(tables, dict):
            problems.append(f"{_at(path, text, TABLE)}: {TABLE!r} must be a table")
            tables = {}
        for entry_id, fields in cast("dict[str, object]", tables).items():
            if isinstance(fields, dict):
                entries[entry_id] = cast("dict[str, Any]", fields)
            else:
                problems.append(
                    f"{_at(path, text, entry_id)}: entry {entry_id!r} must be a table "
                    f"[{TABLE}.{entry_id}]"
                )
        return cls(path, entries, tuple(problems), text)

    def place(self, entry_id: str, name: str = "") -> str:
        """Returns the position of a field for an error: file, line if found, and entry."""
        line = _line_of(self._text, entry_id, name)
        where = f"{self.path}, line {line}" if line else str(self.path)
        return f"catalog {where}, entry {entry_id!r}"


def append_entry(path: Path, entry_id: str, fields: Mapping[str, Any]) -> None:
    """Adds an entry to a file and leaves everything else in it unchanged.

    Raises:
        CatalogError: The file can't be read or written, or isn't valid TOML.
    """
    import tomlkit  # noqa: PLC0415 - 50 ms, and needed only to write
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - as above

    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
        engines = document.setdefault(TABLE, tomlkit.table(is_super_table=True))
        engines[entry_id] = fields
        write_file(path, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise CatalogError(
            f"catalog {path} isn't valid TOML and was not changed: {error}"
        ) from error
    except OSError as error:
        raise CatalogError(f"couldn't write catalog {path}: {error}") from error


def _line_of(text: str, entry_id: str, name: str) -> int | None:
    """Returns the line of a field, or else of its entry's header, from 1; None if not found."""
    header, inside = None, False
    assignment = re.compile(rf"\s*(['\"]?){re.escape(name)}\1\s*[=.]")
    for number, line in enumerate(text.splitlines(), 1):
        match = _HEADER.match(line)
        if match:
            inside = match["id"] == entry_id and match["field"] is None
            if match["id"] == entry_id:
                header = header or number
                if name and match["field"] == name:
                    return number
        elif line.lstrip().startswith("["):
            inside = False
        elif name and inside and assignment.match(line):
            return number
    return header


def _at(path: Path, text: str, key: str) -> str:
    """Returns the position of a top-level key, or of one in ``[engines]``, for an error."""
    assignment = re.compile(rf"\s*\[*\s*(['\"]?){re.escape(key)}\1\s*[=.\]]")
    for number, line in enumerate(text.splitlines(), 1):
        if assignment.match(line):
            return f"catalog {path}, line {number}"
    return f"catalog {path}"
