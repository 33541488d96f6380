"""Finds and validates catalog entries that run without an adapter.

The catalog is the file that ``ENGINEROOM_CATALOG`` names, ``.json`` or ``.toml``, else the shipped
one: one table or object ``engines``, entries by id. :mod:`workers.child.reflection` describes the
fields. Standard library only, Python 3.9 and up: the parent side validates with the same functions.
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable, cast

#: What ``synth_method`` may return, by the name in an entry.
OUTPUT_FORMATS = {
    "wav_bytes": "WAV data as bytes",
    "bytesio": "an io.BytesIO with WAV data",
    "file_path": "the path of an audio file (str or os.PathLike)",
    "numpy_24k": "a mono numpy array, 24,000 Hz, floats in -1..1 or int16",
}
#: Fields of an entry that runs without an adapter.
REFLECTION_FIELDS = ("import_path", "init_args", "synth_method", "params_map", "output_format")
#: Environment variable that names the catalog to read.
CATALOG_VARIABLE = "ENGINEROOM_CATALOG"

_SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "catalog.toml"
_REQUIRED = ("import_path", "synth_method", "output_format")
_NAME = r"[^\W\d]\w*"
_IMPORT_PATH = re.compile(rf"{_NAME}(\.{_NAME})*:{_NAME}(\.{_NAME})*")


class CatalogUnusable(Exception):
    """The catalog can't be read, or has no such entry, or the entry is not valid.

    The message is one line.
    """


def read_catalog_entry(entry_id: str) -> dict[str, Any]:
    """Returns an entry that can be run without an adapter.

    Returns:
        The entry's fields, and its id as ``id``.

    Raises:
        CatalogUnusable: There is no such entry.
    """
    source = Path(os.environ.get(CATALOG_VARIABLE) or _SHIPPED)
    engines = _read_engines(source)
    entry = _table(engines.get(entry_id))
    if entry is None:
        known = difflib.get_close_matches(entry_id, engines, n=1)
        hint = f"; did you mean {known[0]!r}?" if known else ""
        raise CatalogUnusable(f"catalog {source} has no entry {entry_id!r}{hint}")
    problems = validate_reflection(entry)
    if problems:
        raise CatalogUnusable(f"catalog {source}, entry {entry_id!r}: {'; '.join(problems)}")
    return {**entry, "id": entry_id}


def validate_reflection(entry: Mapping[str, Any]) -> list[str]:
    """Checks the five fields, and no others.

    Returns:
        One sentence per problem, beginning with the field's name; empty when valid.
    """
    problems = [f"{field}: is missing" for field in _REQUIRED if field not in entry]
    checks: dict[str, Callable[[Any], str | None]] = {
        "import_path": _check_import_path,
        "init_args": _check_init_args,
        "synth_method": _check_synth_method,
        "params_map": _check_params_map,
        "output_format": _check_output_format,
    }
    for field, check in checks.items():
        complaint = check(entry[field]) if field in entry else None
        if complaint:
            problems.append(f"{field}: {complaint}")
    return problems


def _read_engines(source: Path) -> dict[str, Any]:
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogUnusable(f"couldn't read catalog {source}: {error}") from error
    try:
        content = json.loads(text) if source.suffix == ".json" else _parse_toml(source, text)
    except ValueError as error:  # both parsers' errors are
        raise CatalogUnusable(f"couldn't read catalog {source}: {error}") from error
    engines = _table((_table(content) or {}).get("engines"))
    if engines is None:
        raise CatalogUnusable(f"catalog {source} has no 'engines' table")
    return engines


def _parse_toml(source: Path, text: str) -> dict[str, Any]:
    try:
        tomllib: Any = importlib.import_module("tomllib")  # Python 3.11 and up
    except ModuleNotFoundError as error:
        raise CatalogUnusable(
            f"catalog {source} is TOML, which this Python can't read; set {CATALOG_VARIABLE} "
            "to the JSON written by Catalog.write_snapshot"
        ) from error
    content: dict[str, Any] = tomllib.loads(text)
    return content


def _check_import_path(value: object) -> str | None:
    if isinstance(value, str) and _IMPORT_PATH.fullmatch(value):
        return None
    return f"must have the form 'package.module:Class', not {value!r}"


def _check_synth_method(value: object) -> str | None:
    if isinstance(value, str) and value.isidentifier():
        return None
    return f"must be a method name, not {value!r}"


def _check_init_args(value: object) -> str | None:
    table = _table(value)
    if table is not None and all(map(_is_argument, table)):
        return None
    return f"must map argument names to values, not {value!r}"


def _check_params_map(value: object) -> str | None:
    table = _table(value)
    if table is None or not all(map(_is_argument, table.values())):
        return f"must map request keys to argument names, not {value!r}"
    text = table.get("text", "text")
    if any(name == text for key, name in table.items() if key != "text"):
        return f"sets the text argument {text!r} a second time"
    return None


def _check_output_format(value: object) -> str | None:
    if isinstance(value, str) and value in OUTPUT_FORMATS:
        return None
    return f"must be one of {', '.join(OUTPUT_FORMATS)}, not {value!r}"


def _table(value: object) -> dict[str, Any] | None:
    """Returns a TOML table or JSON object, whose keys are always strings; None for other values."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _is_argument(name: object) -> bool:
    return isinstance(name, str) and name.isidentifier()
