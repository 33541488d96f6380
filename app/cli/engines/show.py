"""``engineroom engines list`` and ``show``."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from app.cli.command import is_known
from app.cli.exit_codes import DONE, FAILED
from app.cli.terminal import table
from workers.base.sizes import disk_size

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.catalog.entry import CatalogEntry
    from workers.installation.state import InstallState

_KINDS = {"tts": "text to speech", "stt": "speech to text"}
#: So many languages are named; of more, how many there are.
_NAMED = 6


def add(actions: Commands) -> None:
    """Add both."""
    list_ = actions.add_parser("list", help="list engines")
    list_.add_argument("--installed", action="store_true", help="installed engines only")
    list_.add_argument("--json", action="store_true", help="print as JSON")
    list_.set_defaults(run=_list)

    show = actions.add_parser("show", help="show the details of an engine")
    show.add_argument("engine", help="engine ID")
    show.add_argument("--json", action="store_true", help="print as JSON (sizes in bytes)")
    show.set_defaults(run=_show)


def _list(room: EngineRoom, arguments: argparse.Namespace) -> int:
    found = [
        (entry, room.is_installed(engine))
        for engine, entry in room.engines.items()
        if not arguments.installed or room.is_installed(engine)
    ]
    if arguments.json:
        print(json.dumps([_listed(entry, is_there=is_there) for entry, is_there in found]))
        return DONE
    heading = ("ID", "STATE", "NAME", "DOES", "LANGUAGES", "WEIGHTS", "LICENCE")
    rows = [heading, *(_row(entry, is_there=is_there) for entry, is_there in found)]
    for line in table(rows):
        print(line)
    return DONE


def _show(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    state = room.installation.state(entry)
    if arguments.json:
        print(json.dumps({**_listed(entry, is_there=state.is_installed), **_facts(entry, state)}))
        return DONE
    for line in table(list(_described(entry, state))):
        print(line)
    return DONE


def _row(entry: CatalogEntry, *, is_there: bool) -> tuple[str, ...]:
    return (
        entry.id,
        "installed" if is_there else "not installed",
        entry.name,
        _KINDS[entry.kind],
        _languages(entry),
        _size_of(entry),
        _licence(entry),
    )


def _size_of(entry: CatalogEntry) -> str:
    sizes = [it.size_bytes for it in entry.weights]
    if not sizes:
        return "-"
    return _size_or_not(sum(sizes) if all(sizes) else 0)


def _size_or_not(size_bytes: int) -> str:
    return disk_size(size_bytes) if size_bytes else "unknown"


def _listed(entry: CatalogEntry, *, is_there: bool) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "installed": is_there,
        "languages": entry.languages,
        "voices": entry.voices,
        "license": entry.license,
        "weights_license": entry.weights_license,
        "weights": [
            {"repository": it.repository, "license": it.license, "size_bytes": it.size_bytes}
            for it in entry.weights
        ],
    }


def _facts(entry: CatalogEntry, state: InstallState) -> dict[str, Any]:
    return {
        "streaming": entry.streaming,
        "cloning": entry.supports_cloning,
        "backends": entry.backends,
        "environment": entry.environment,
        "has_environment": state.environment,
        "has_sources": state.sources,
        "has_weights": state.weights,
        "environment_bytes": state.environment_bytes,
        "weights_bytes": state.weights_bytes,
        "shared_with": state.shared_with,
        "others_weights": state.others_weights,
        "can_roll_back": state.can_roll_back,
    }


def _described(entry: CatalogEntry, state: InstallState) -> list[tuple[str, str]]:
    shared = f", shared with {', '.join(state.shared_with)}" if state.shared_with else ""
    rows = [
        ("Name", entry.name),
        ("State", "installed" if state.is_installed else "not installed"),
        ("Type", f"{_KINDS[entry.kind]}{', streaming' if entry.streaming else ''}"),
        ("Languages", ", ".join(entry.languages[:_NAMED]) + _more(len(entry.languages))),
        ("Voices", ", ".join(entry.voices) or "built-in"),
        ("Cloning", "from a voice sample" if entry.supports_cloning else "no"),
        ("Runs on", ", ".join(entry.backends) or "unknown"),
        ("Code license", entry.license or "unknown"),
        (
            "Environment",
            f"{entry.environment}, {_there(state.environment, state.environment_bytes)}{shared}",
        ),
    ]
    if entry.sources:
        code = ", ".join(it.repository for it in entry.sources)
        rows.append(("Code", f"{code}, {'installed' if state.sources else 'missing'}"))
    for it, is_there in zip(entry.weights, state.weights, strict=True):
        told = (
            _there(is_there, it.size_bytes)
            if is_there
            else f"{_size_or_not(it.size_bytes)}, missing"
        )
        gate = ", access must be requested" if it.gated else ""
        rows.append(("Weights", f"{it.repository}, {told}, {_of_weights(it.license)}{gate}"))
    return rows


def _there(is_there: bool, size_bytes: int) -> str:  # noqa: FBT001 - said in words
    return f"{disk_size(size_bytes)}, installed" if is_there else "missing"


def _more(count: int) -> str:
    return f" and {count - _NAMED} more" if count > _NAMED else ""


def _languages(entry: CatalogEntry) -> str:
    if len(entry.languages) > _NAMED:
        return f"{len(entry.languages)} languages"
    return " ".join(entry.languages) or "-"


def _licence(entry: CatalogEntry) -> str:
    names = {it.license for it in entry.weights} or {entry.weights_license}
    return ", ".join(sorted(_of_weights(it) for it in names if it)) or entry.license or "unknown"


def _of_weights(license_name: str) -> str:
    from workers.weights.licenses import is_non_commercial

    return license_name + (" (non-commercial)" if is_non_commercial(license_name) else "")
