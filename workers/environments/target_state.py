"""What an environment has to become, given what it is and what is requested."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workers.environments import embeddable
from workers.environments.interpreters import (
    BaseInterpreter,
    choose_interpreter,
    default_interpreter,
    version_in_range,
)
from workers.environments.marker import (
    Marker,
    complete_marker,
    installed_version,
    interpreter_in,
)
from workers.environments.requirements import Contents
from workers.environments.resolver import InstalledTorch, Resolution, Resolver
from workers.environments.torch_build import TorchBuild, local_version

if TYPE_CHECKING:
    from workers.environments.uv import Uv


@dataclass(frozen=True, slots=True)
class TargetState:
    """An environment as it has to be.

    Attributes:
        before: What was requested of it so far.
        contents: What it has to hold.
        base: The interpreter that it is, or will be, built from.
        location: Arguments of ``uv pip install`` for a dry run against the environment.
        torch: The PyTorch that is installed; None without, and when it is rebuilt.
        rebuild: Build it anew: it isn't complete, or needs another Python.
    """

    before: Contents
    contents: Contents
    base: BaseInterpreter
    location: tuple[str, ...]
    torch: InstalledTorch | None
    rebuild: bool


def find_target_state(
    uv: Uv, folder: Path, requested: Contents, python: Path | None = None
) -> TargetState:
    """Finds out what an environment has to become; changes nothing.

    Args:
        uv: Finds interpreters.
        folder: The environment's.
        requested: What it has to hold in addition to what was requested before.
        python: The interpreter to build it from; None to choose one.

    Raises:
        EnvironmentFailed: No suitable Python is available.
        UvFailed: uv can't look for one.
        UvCancelled: The caller canceled.
    """
    marker = Marker.read(folder)
    before = marker.contents if marker is not None else Contents()
    contents = before.merged_with(requested)
    present = interpreter_in(folder)
    state = complete_marker(folder)
    if state is not None and contents.python and version_in_range(contents.python, state.python):
        base = BaseInterpreter(state.python, present)
    else:
        base = choose_interpreter(uv, contents.python, python)
    if present is not None and state is not None and state.python == base.version:
        location = tuple(install_arguments(folder, present))
        torch = installed_torch(folder, state)
        return TargetState(before, contents, base, location, torch, rebuild=False)
    return TargetState(before, contents, base, _empty_location(uv, base), None, rebuild=True)


def resolve(uv: Uv, target: TargetState, torch: TorchBuild | None) -> Resolution:
    """Finds out how to reach a target state.

    Asks the package index, except for a new environment without PyTorch: there a failed
    installation costs nothing.

    Args:
        uv: Runs uv.
        target: The state.
        torch: The PyTorch build for this computer; None to leave it to the index.

    Raises:
        UvFailed: It can't be installed.
        UvCancelled: The caller canceled.
    """
    resolver = Resolver(uv, target.location)
    if target.rebuild and torch is None and not target.contents.torch:
        return Resolution((), resolver.options(target.contents))
    return resolver.resolve(target.contents, torch, target.torch)


def installed_torch(folder: Path, state: Marker) -> InstalledTorch | None:
    """Returns the PyTorch in a complete environment; None without."""
    version = installed_version(folder, "torch")
    if version is None:
        return None
    return InstalledTorch(version, state.contents.torch or local_version(version))


def satisfies(folder: Path, state: Marker, requested: Contents, torch: TorchBuild | None) -> bool:
    """Returns whether a complete environment needs no change.

    Args:
        folder: The environment's.
        state: Its marker.
        requested: What it has to hold.
        torch: The PyTorch build for this computer; None if any will do.

    Raises:
        EnvironmentFailed: The requested range of Python versions is invalid.
    """
    if not state.contents.holds(requested):
        return False
    if not version_in_range(requested.python, state.python):
        return False
    installed = installed_torch(folder, state)
    return (
        torch is None or installed is None or torch.may_keep(installed.backend, installed.version)
    )


def install_arguments(folder: Path, python: Path) -> list[str]:
    """Returns arguments of ``uv pip install`` that select an existing environment."""
    target = embeddable.packages_of(folder)
    arguments = ["--python", str(python)]
    return arguments if target is None else [*arguments, "--target", str(target)]


def _empty_location(uv: Uv, base: BaseInterpreter) -> tuple[str, ...]:
    """Returns arguments that stand for an environment that doesn't exist yet."""
    python = base.path or default_interpreter()
    location = ("--target", str(uv.scratch / "nowhere"), "--python", str(python))
    return location if base.path else (*location, "--python-version", base.version)
