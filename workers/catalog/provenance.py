"""Whose code an entry runs: what somebody has to trust before it runs for the first time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from workers.base.engine_code import EngineCode
from workers.catalog.module_location import module_paths

#: Fields that decide which code runs; all others change only how it is used.
_CODE_FIELDS = (
    *("adapter", "variant", "import_path", "init_args", "synth_method", "params_map"),
    *("environment", "requirements", "overrides", "sources", "weights"),
)
#: Our own adapters, which are shipped with the program.
_OURS = "workers.engines."


def code_of(entry_id: str, fields: Mapping[str, Any], declared_in: str) -> EngineCode:
    """Tell whose code a valid entry runs. Reads the disk; imports nothing.

    Args:
        entry_id: The entry's id.
        fields: Its fields, as TOML has them.
        declared_in: Where the entry stands.
    """
    decisive = {name: fields[name] for name in _CODE_FIELDS if name in fields}
    places = tuple(_places(fields))
    # Who tells of it counts, too: a package's own modules are others in another version of it.
    content = json.dumps([entry_id, declared_in, places, decisive], sort_keys=True, default=str)
    return EngineCode(entry_id, declared_in, places, hashlib.sha256(content.encode()).hexdigest())


def runs_the_same(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """True when two forms of one entry run the same code: they differ in its use alone."""
    return all(fields.get(name) == others.get(name) for name in _CODE_FIELDS)


def _places(fields: Mapping[str, Any]) -> list[str]:
    adapter = str(fields.get("adapter", ""))
    places: list[str] = []
    if adapter and not adapter.startswith(_OURS):
        places.append(_module_place(adapter))
    if "import_path" in fields:
        places.append(str(fields["import_path"]))
    wanted = [*fields.get("requirements", []), *fields.get("overrides", [])]
    for requirement in cast("list[str]", wanted):
        name, is_direct, url = requirement.partition("@")
        places.append(url.strip() if is_direct else f"package {name.strip()}")
    places += [
        f"github.com/{it['repository']} {it['commit'][:12]}" for it in _tables(fields, "sources")
    ]
    places += [f"huggingface.co/{it['repository']}" for it in _tables(fields, "weights")]
    return places or [adapter]


def _module_place(module: str) -> str:
    """Which file a module is, as far as that can be told without importing anything."""
    paths = module_paths(module)
    return str(paths[0]) if paths else f"module {module}"


def _tables(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", fields.get(name, []))
