"""``engineroom engines list`` and ``show``: all engines in a table, or one in detail."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from app.cli.command import DONE, FAILED, is_known
from app.cli.terminal import table
from workers.base.sizes import disk_size

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.catalog.entry import CatalogEntry
    from workers.installation.state import InstallState

_KINDS = {"tts": "text to speech", "stt": "speech to text"}
#: More languages than that are counted, not listed.
_MAX_LISTED = 6


def add(actions: Commands) -> None:
    """Adds both actions."""
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
        print(
            json.dumps(
                [_summary(entry, is_installed=is_installed) for entry, is_installed in found]
            )
        )
        return DONE
    heading = ("ID", "STATE", "NAME", "DOES", "LANGUAGES", "WEIGHTS", "LICENSE")
    rows = [heading, *(_row(entry, is_installed=is_installed) for entry, is_installed in found)]
    for line in table(rows):
        print(line)
    return DONE


def _show(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    state = room.installation.state(entry)
    if arguments.json:
        print(
            json.dumps(
                {**_summary(entry, is_installed=state.is_installed), **_details(entry, state)}
            )
        )
        return DONE
    for line in table(list(_rows(entry, state))):
        print(line)
    return DONE


def _row(entry: CatalogEntry, *, is_installed: bool) -> tuple[str, ...]:
    return (
        entry.id,
        "installed" if is_installed else "not installed",
        entry.name,
        _KINDS[entry.kind],
        _languages(entry),
        _size_of(entry),
        _license(entry),
    )


def _size_of(entry: CatalogEntry) -> str:
    sizes = [weights.size_bytes for weights in entry.weights]
    if not sizes:
        return "-"
    return _size_or_not(sum(sizes) if all(sizes) else 0)


def _size_or_not(size_bytes: int) -> str:
    return disk_size(size_bytes) if size_bytes else "unknown"


def _summary(entry: CatalogEntry, *, is_installed: bool) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "installed": is_installed,
        "languages": entry.languages,
        "voices": entry.voices,
        "license": entry.license,
        "weights_license": entry.weights_license,
        "weights": [
            {
                "repository": weights.repository,
                "license": weights.license,
                "size_bytes": weights.size_bytes,
            }
            for weights in entry.weights
        ],
    }


def _details(entry: CatalogEntry, state: InstallState) -> dict[str, Any]:
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


def _rows(entry: CatalogEntry, state: InstallState) -> list[tuple[str, str]]:
    shared = f", shared with {', '.join(state.shared_with)}" if state.shared_with else ""
    environment = _install_state(state.environment, state.environment_bytes)
    rows = [
        ("Name", entry.name),
        ("State", "installed" if state.is_installed else "not installed"),
        ("Type", f"{_KINDS[entry.kind]}{', streaming' if entry.streaming else ''}"),
        ("Languages", ", ".join(entry.languages[:_MAX_LISTED]) + _more(len(entry.languages))),
        ("Voices", ", ".join(entry.voices) or "built-in"),
        ("Cloning", "from a voice sample" if entry.supports_cloning else "no"),
        ("Runs on", ", ".join(entry.backends) or "unknown"),
        ("Code license", entry.license or "unknown"),
        ("Environment", f"{entry.environment}, {environment}{shared}"),
    ]
    if entry.sources:
        code = ", ".join(source.repository for source in entry.sources)
        rows.append(("Code", f"{code}, {'installed' if state.sources else 'missing'}"))
    for weights, is_installed in zip(entry.weights, state.weights, strict=True):
        text = (
            _install_state(is_installed, weights.size_bytes)
            if is_installed
            else f"{_size_or_not(weights.size_bytes)}, missing"
        )
        gate = ", access must be requested" if weights.gated else ""
        rows.append(
            ("Weights", f"{weights.repository}, {text}, {_license_name(weights.license)}{gate}")
        )
    return rows


def _install_state(is_installed: bool, size_bytes: int) -> str:  # noqa: FBT001 - a private formatter
    return f"{disk_size(size_bytes)}, installed" if is_installed else "missing"


def _more(count: int) -> str:
    return f" and {count - _MAX_LISTED} more" if count > _MAX_LISTED else ""


def _languages(entry: CatalogEntry) -> str:
    if len(entry.languages) > _MAX_LISTED:
        return f"{len(entry.languages)} languages"
    return " ".join(entry.languages) or "-"


def _license(entry: CatalogEntry) -> str:
    names = {weights.license for weights in entry.weights} or {entry.weights_license}
    return (
        ", ".join(sorted(_license_name(name) for name in names if name))
        or entry.license
        or "unknown"
    )


def _license_name(license_name: str) -> str:
    from workers.weights.licenses import is_non_commercial

    return license_name + (" (non-commercial)" if is_non_commercial(license_name) else "")
