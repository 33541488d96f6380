"""Finds out whose code an entry runs, which the user has to allow once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from workers.base.engine_code import EngineCode
from workers.catalog.module_location import module_paths

#: Fields that determine which code runs.
_CODE_FIELDS = (
    *("adapter", "variant", "import_path", "init_args", "synth_method", "params_map"),
    *("environment", "requirements", "overrides", "sources", "weights"),
)
#: Our own adapters, which are shipped with the program.
_OURS = "workers.engines."


def code_of(entry_id: str, fields: Mapping[str, Any], declared_in: str) -> EngineCode:
    """Returns the code that a valid entry runs. Reads the disk; imports nothing.

    Args:
        entry_id: The entry's ID.
        fields: Its fields, as in TOML.
        declared_in: The file or package that declares the entry.
    """
    decisive = {name: fields[name] for name in _CODE_FIELDS if name in fields}
    places = tuple(_places(fields))
    # Includes the declaring package's version, with which its modules change.
    content = json.dumps([entry_id, declared_in, places, decisive], sort_keys=True, default=str)
    return EngineCode(entry_id, declared_in, places, hashlib.sha256(content.encode()).hexdigest())


def runs_the_same(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Returns whether two versions of an entry run the same code."""
    return all(fields.get(name) == others.get(name) for name in _CODE_FIELDS)


def _places(fields: Mapping[str, Any]) -> list[str]:
    adapter = str(fields.get("adapter", ""))
    places: list[str] = []
    if adapter and not adapter.startswith(_OURS):
        places.append(_module_place(adapter))
    if "import_path" in fields:
        places.append(str(fields["import_path"]))
    packages = [*fields.get("requirements", []), *fields.get("overrides", [])]
    for requirement in cast("list[str]", packages):
        name, is_direct, url = requirement.partition("@")
        places.append(url.strip() if is_direct else f"package {name.strip()}")
    places += [
        f"github.com/{source['repository']} {source['commit'][:12]}"
        for source in _tables(fields, "sources")
    ]
    places += [f"huggingface.co/{weights['repository']}" for weights in _tables(fields, "weights")]
    return places or [adapter]


def _module_place(module: str) -> str:
    """Returns a module's file, as far as known without importing anything."""
    paths = module_paths(module)
    return str(paths[0]) if paths else f"module {module}"


def _tables(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", fields.get(name, []))
