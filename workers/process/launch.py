"""Decides which interpreter runs a worker, what it may import, and its environment.

The result is plain data, complete before any process exists.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workers.child.lineage import TOKEN_VARIABLE
from workers.errors import WorkerError

#: Environment variable with the interpreter of all workers that have none of their own.
INTERPRETER_VARIABLE = "HARTOS_WORKER_PYTHON"
_EMBED = "python-embed"
#: The module that runs tools by name, and the only one that takes a tool as an argument.
DISPATCHER = "workers.child"


@dataclass(frozen=True, slots=True)
class LaunchPlan:
    """What is needed to spawn one worker.

    Attributes:
        name: The worker's name, for errors.
        command: The interpreter and the bootstrap file.
        environment: The child's complete environment.
        message: The plan that the bootstrap reads; the platform adds ``guard``.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    message: Mapping[str, Any] = field(repr=False)


def plan_launch(
    name: str,
    module: str,
    *,
    args: Sequence[str] = (),
    python_exe: str | None = None,
    env: Mapping[str, str] | None = None,
    token: str = "",
) -> LaunchPlan:
    """Returns how to start a worker.

    Args:
        name: The worker's name.
        module: Run as ``__main__`` in the child; ``workers.child`` is the dispatcher.
        args: The child's ``sys.argv[1:]``.
        python_exe: The interpreter; None for the default one.
        env: Added to this process's environment; takes precedence.
        token: A secret that identifies the worker and its descendants.

    Raises:
        WorkerError: The worker's code doesn't exist as plain files.
    """
    interpreter = python_exe or default_interpreter()
    shared = shares_packages(interpreter)
    env = env or {}
    if sys.platform == "win32":
        # Names are case-insensitive there, and os.environ has them in capitals.
        env = {key.upper(): value for key, value in env.items()}
    caller_path = _split_path(env.get("PYTHONPATH", ""))
    front, late = _search_path() if shared else ((), ())
    path = list(dict.fromkeys([*caller_path, *front]))
    environment = _environment(env, path)
    environment[TOKEN_VARIABLE] = token
    root = code_root()
    return LaunchPlan(
        name=name,
        command=(
            interpreter,
            *("-I", "-u", "-X", "utf8"),
            str(root / "workers" / "child" / "bootstrap.py"),
        ),
        environment=environment,
        message={
            "module": module,
            "args": list(args),
            "path": path,
            "late_path": list(late),
            "places": _places(module, args, root),
        },
    )


def default_interpreter() -> str:
    """Returns the interpreter of a worker that has none of its own.

    ``$HARTOS_WORKER_PYTHON`` if it names a file; in a frozen build the python-embed
    interpreter beside the executable; else this process's own.
    """
    configured = os.environ.get(INTERPRETER_VARIABLE)
    if configured and Path(configured).is_file():
        return configured
    if getattr(sys, "frozen", False):
        tail = ("python.exe",) if sys.platform == "win32" else ("bin", "python3")
        embedded = Path(sys.executable).parent.joinpath(_EMBED, *tail)
        if embedded.is_file():
            return str(embedded)
    return sys.executable


def shares_packages(interpreter: str) -> bool:
    """Returns whether a child under this interpreter may import what this process imports.

    True for this process's own interpreter and for python-embed. Comparing the file is not
    enough: the ``python`` of each virtual environment is a link to the same file, and only its
    folder differs.
    """
    found = shutil.which(interpreter) or interpreter  # a bare name, as on a command line
    path = Path(os.path.abspath(found))  # noqa: PTH100 - must not follow the link
    if _EMBED in path.parts:
        return True
    own = Path(os.path.abspath(sys.executable))  # noqa: PTH100 - as above
    same_folder = os.path.realpath(path.parent) == os.path.realpath(own.parent)
    return same_folder and os.path.realpath(path) == os.path.realpath(own)


def code_root() -> Path:
    """Returns the folder that holds ``workers`` as plain files, which a child can run.

    Raises:
        WorkerError: A frozen build did not ship them.
    """
    executable = Path(sys.executable).parent
    candidates = (
        Path(__file__).parents[2],
        Path(getattr(sys, "_MEIPASS", executable)),
        executable / "lib",
        executable,
    )
    for candidate in candidates:
        if (candidate / "workers" / "child" / "bootstrap.py").is_file():
            return candidate
    tried = ", ".join(str(candidate) for candidate in candidates)
    message = (
        f"workers/child not found as plain files (searched {tried}); the build must include "
        "that folder unpacked"
    )
    raise WorkerError(message)


def _search_path() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns where this process imports packages from, and apart from that its stdlib.

    The standard library goes behind the child's own: python-embed may be another build of the
    same version.
    """
    standard = {os.path.normcase(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    interpreters_own = _own_places_on_windows() if sys.platform == "win32" else frozenset[str]()
    front: list[str] = []
    late: list[str] = []
    for entry in sys.path:
        place = os.path.abspath(entry or ".")  # noqa: PTH100 - sys.path holds strings
        if not (Path(place).is_dir() or place.endswith((".zip", ".egg"))):
            continue
        if not Path(place).exists():
            continue
        normal = os.path.normcase(place)
        is_own = normal in standard or normal in interpreters_own
        is_standard = is_own or os.path.dirname(normal) in standard  # noqa: PTH120
        is_packages = "site-packages" in normal or "dist-packages" in normal
        (late if is_standard and not is_packages else front).append(place)
    return tuple(front), tuple(late)


def _own_places_on_windows() -> frozenset[str]:
    """Returns where an interpreter keeps its standard library on Windows, besides ``Lib``."""
    base = sys.base_exec_prefix
    archive = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    places = (base, os.path.join(base, "DLLs"), os.path.join(base, archive))  # noqa: PTH118
    return frozenset(os.path.normcase(place) for place in places)


def _environment(env: Mapping[str, str], path: Sequence[str]) -> dict[str, str]:
    """Returns this process's environment, without variables that mislead another interpreter."""
    environment = {
        key: value
        for key, value in os.environ.items()
        # The launcher of a virtual environment names the environment in such a variable, and an
        # interpreter that inherits it takes itself for that one (Windows and macOS).
        if not key.upper().startswith(("PYTHON", "__PYVENV_LAUNCHER__"))
    }
    if getattr(sys, "frozen", False):
        # PyInstaller points the loader at its own libraries and keeps the former value.
        before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if before:
            environment["LD_LIBRARY_PATH"] = before
        lib = os.path.normcase(Path(sys.executable).parent / "lib")
        kept = [p for p in _split_path(environment.get("PATH", "")) if os.path.normcase(p) != lib]
        environment["PATH"] = os.pathsep.join(kept)
    environment.update(env)
    # PYTHONPATH is for the worker's own child processes: the bootstrap reads the plan instead.
    environment.pop("PYTHONPATH", None)
    if path:
        environment["PYTHONPATH"] = os.pathsep.join(path)
    return environment


def _places(module: str, args: Sequence[str], root: Path) -> dict[str, str]:
    """Returns where a child finds our code and its tool's, by the name of the top package."""
    places = {"workers": str(root)}
    for name in (module, *args[:1]) if module == DISPATCHER else (module,):
        top = name.partition(".")[0]
        if not top.isidentifier() or top in places:
            continue
        place = None if top in sys.stdlib_module_names else _place_of(top)
        if place is not None:
            places[top] = place
    return places


def _place_of(top: str) -> str | None:
    """Returns the folder or zip of a top-level module, without importing it."""
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):  # ValueError: loaded by hand, without a spec
        return None
    if spec is None:
        return None
    locations = list(spec.submodule_search_locations or ())
    origin = locations[0] if locations else spec.origin
    return os.path.dirname(os.path.abspath(origin)) if origin else None  # noqa: PTH100, PTH120


def _split_path(text: str) -> list[str]:
    return [place for place in text.split(os.pathsep) if place]
