"""Command line of a worker: finds its two callbacks and runs it."""

from __future__ import annotations

import importlib
from functools import partial

from workers.child.report import log, log_traceback
from workers.child.serve import EXIT_LOAD_FAILED, leave, run_worker
from workers.child.stdio import take_channel

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from workers.child import wire
    from workers.child.serve import Handle, Load

_USAGE = "usage: python -m workers.child (<tool_module> [variant] | --catalog-id <id>)"


def main(arguments: list[str]) -> NoReturn:
    """Runs the worker that the arguments name; exits with 2 when they name none."""
    take_channel()  # a tool module may print while it is imported
    if len(arguments) == 2 and arguments[0] == "--catalog-id":
        name, find = arguments[1], partial(_from_catalog, arguments[1])
    elif len(arguments) in (1, 2) and not arguments[0].startswith("-"):
        variant = arguments[1] if len(arguments) == 2 else None
        name = "_".join([arguments[0].rpartition(".")[2], *arguments[1:]])
        find = partial(_from_module, arguments[0], variant)
    else:
        _refuse(_USAGE)
    found: list[Handle] = []

    def load() -> Any:
        # The import is part of the load: it may take as long, and must notice a shutdown or the
        # end of input, too.
        make, answer = find()
        found.append(answer)
        return make()

    def handle(model: Any, request: wire.Message) -> Any:
        return found[0](model, request)

    run_worker(name, load, handle)


def _from_module(module_name: str, variant: str | None) -> tuple[Load, Handle]:
    """Returns ``_load_<variant>`` and ``_synthesize_<variant>``, or those without a variant."""
    try:
        module = importlib.import_module(module_name)
    except BaseException as error:  # noqa: BLE001 - a module may call sys.exit()
        log_traceback()
        _refuse(f"cannot import {module_name}: {type(error).__name__}: {error}")
    found: list[Any] = []
    for base in ("_load", "_synthesize"):
        names = [f"{base}_{variant}", base] if variant else [base]
        callback = next((getattr(module, n) for n in names if hasattr(module, n)), None)
        if callback is None:
            _refuse(f"{module_name} has no {' or '.join(names)}")
        found.append(callback)
    return found[0], found[1]


def _from_catalog(entry_id: str) -> tuple[Load, Handle]:
    """Builds both callbacks from a catalog entry, without a tool module."""
    from workers.child import reflection  # noqa: PLC0415 - most workers have a module

    try:
        return reflection.build_callbacks(reflection.read_catalog_entry(entry_id))
    except reflection.CatalogUnusable as error:
        _refuse(str(error))


def _refuse(reason: str) -> NoReturn:
    log("workers.child: " + reason)
    leave(EXIT_LOAD_FAILED)
