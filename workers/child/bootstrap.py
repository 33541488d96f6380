"""The first code that runs in a worker's interpreter; started as a plain file.

The parent writes one line to stdin, the *plan*, and nothing more until the worker is ready. The
plan says where to import from, what guards the process, and which module to run. This code needs
the standard library only and puts nothing of ours on ``sys.path``: a finder resolves our package
and the tool's by name. So they can't shadow the engine's own modules, and an interpreter with a
``._pth`` file, which ignores PYTHONPATH, starts like any other.

Keep it short: the main script is compiled at every start.
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any


def _read_plan() -> dict[str, Any]:
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(0, 65536)
        if not more:
            os._exit(0)  # the parent has gone before it sent the plan
        line += more
    plan, _, more = line.partition(b"\n")
    if more:
        os._exit(0)  # only a shutdown can follow before we are ready
    return json.loads(plan)


class _NamedPackages:
    """Finds a few top-level modules, each in one place, and no others."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - the import system's signature
        target: ModuleType | None = None,  # noqa: ARG002 - as above
    ) -> ModuleSpec | None:
        place = self._places.get(name)
        if place is None:
            return None
        from importlib.machinery import PathFinder

        return PathFinder.find_spec(name, [place])


def _disable_error_dialogs() -> None:
    """Makes a missing DLL an ImportError instead of a dialog."""
    import msvcrt

    msvcrt.SetErrorMode(
        msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX | msvcrt.SEM_NOOPENFILEERRORBOX
    )


def _run(plan: dict[str, Any]) -> None:
    sys.path[:0] = [place for place in plan["path"] if place not in sys.path]
    sys.path += [place for place in plan["late_path"] if place not in sys.path]
    sys.meta_path.insert(0, _NamedPackages(plan["places"]))
    if sys.platform == "win32":
        _disable_error_dialogs()
    elif plan["guard"] is not None:
        from workers.child import guard

        guard.start(**plan["guard"])
    module, arguments = plan["module"], plan["args"]
    sys.argv = [module, *arguments]
    if module == "workers.child":
        from workers.child.load import main

        main(arguments)
    else:
        import runpy

        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _run(_read_plan())
