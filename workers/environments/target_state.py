"""What an environment is to become, from what it is and what is wanted."""

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
from workers.environments.marker import Marker, complete_marker, installed_version, interpreter_in
from workers.environments.requirements import Contents
from workers.environments.resolver import InstalledTorch, Resolution, Resolver
from workers.environments.torch_build import TorchBuild, local_version

if TYPE_CHECKING:
    from workers.environments.uv import Uv


@dataclass(frozen=True, slots=True)
class TargetState:
    """An environment as it is to be.

    Attributes:
        before: What it was asked to hold so far.
        contents: What it has to hold.
        base: What it is, or will be, made from.
        place: Arguments of ``uv pip install`` for finding out what it lacks.
        torch: The torch that it has; None without, and where it is made anew.
        anew: It is made anew, since it is not whole or has another Python.
    """

    before: Contents
    contents: Contents
    base: BaseInterpreter
    place: tuple[str, ...]
    torch: InstalledTorch | None
    rebuild: bool


def find_target_state(
    uv: Uv, folder: Path, wanted: Contents, named: Path | None = None
) -> TargetState:
    """Find out what an environment has to become; changes nothing.

    Args:
        uv: Finds interpreters.
        folder: The environment's.
        wanted: What somebody wants of it; what it was asked to hold before stays.
        named: The interpreter that the caller wants it to have.

    Raises:
        EnvironmentFailed: There is no such Python.
        UvFailed: uv cannot look for one.
        UvCancelled: Somebody cancelled.
    """
    marker = Marker.read(folder)
    before = marker.contents if marker is not None else Contents()
    contents = before.merged_with(wanted)
    present = interpreter_in(folder)
    state = complete_marker(folder)
    if state is not None and contents.python and version_in_range(contents.python, state.python):
        base = BaseInterpreter(state.python, present)
    else:
        base = choose_interpreter(uv, contents.python, named)
    if present is not None and state is not None and state.python == base.version:
        place = tuple(install_arguments(folder, present))
        return TargetState(
            before, contents, base, place, installed_torch(folder, state), rebuild=False
        )
    return TargetState(before, contents, base, _nowhere(uv, base), None, rebuild=True)


def resolved(uv: Uv, target: TargetState, torch: TorchBuild | None) -> Resolution:
    """How to install that; asked of the index where a failure, or a wrong torch, would cost.

    Args:
        uv: Is asked.
        target: What is to be.
        torch: The build of torch that is right for this machine; None to choose none.

    Raises:
        UvFailed: It cannot be installed.
        UvCancelled: Somebody cancelled.
    """
    resolver = Resolver(uv, target.place)
    if target.rebuild and torch is None and not target.contents.torch:
        return Resolution((), resolver.options(target.contents))
    return resolver.resolve(target.contents, torch, target.torch)


def installed_torch(folder: Path, state: Marker) -> InstalledTorch | None:
    """The torch in a whole environment; None without."""
    version = installed_version(folder, "torch")
    if version is None:
        return None
    return InstalledTorch(version, state.contents.torch or local_version(version))


def satisfies(folder: Path, state: Marker, wanted: Contents, torch: TorchBuild | None) -> bool:
    """Whether a whole environment has all that is wanted, and may keep its build of torch.

    Raises:
        EnvironmentFailed: What is wanted of Python is no range of versions.
    """
    if not (state.contents.holds(wanted) and version_in_range(wanted.python, state.python)):
        return False
    held = installed_torch(folder, state)
    return torch is None or held is None or torch.may_keep(held.backend, held.version)


def install_arguments(folder: Path, python: Path) -> list[str]:
    """Arguments of ``uv pip install`` for an environment that is there."""
    target = embeddable.packages_of(folder)
    arguments = ["--python", str(python)]
    return arguments if target is None else [*arguments, "--target", str(target)]


def _nowhere(uv: Uv, base: BaseInterpreter) -> tuple[str, ...]:
    """Arguments for an environment that is not there yet."""
    place = (
        "--target",
        str(uv.scratch / "nowhere"),
        "--python",
        str(base.path or default_interpreter()),
    )
    return place if base.path else (*place, "--python-version", base.version)
