"""Makes environments with the CPU build of PyTorch, for tests that run an engine's real classes.

The build comes from the wheel folder that pip or uv is configured with, or from PyTorch's index. If
neither is reachable, the default index would send gigabytes of CUDA libraries: the environment
isn't made then, and its tests are skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from installer.console import say
from workers.environments.torch_build import TorchBuild
from workers.errors import EnvironmentFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workers.catalog.entry import CatalogEntry
    from workers.environments.plan import EnvironmentPlan
    from workers.environments.store import EnvironmentStore

_BUILD = TorchBuild("cpu", "The tests don't need a GPU.")


def ensure_on_cpu(store: EnvironmentStore, entries: Sequence[CatalogEntry]) -> None:
    """Makes the environment that engines share, if it is available without CUDA.

    Args:
        store: Gets the environment.
        entries: All engines of one environment.

    Raises:
        EnvironmentFailed: A CPU build is available, but the installation failed.
    """
    name = entries[0].environment
    requirements = _merged(entry.requirements for entry in entries)
    overrides = _merged(entry.overrides for entry in entries)
    if store.is_complete(name, requirements):
        return
    try:
        plan = store.plan(name, requirements, overrides=overrides, torch=_BUILD)
    except EnvironmentFailed as error:
        say(f"Skipping environment {name!r} and its tests: {error}")
        return
    if _brings_cuda(plan):
        say(f"Skipping environment {name!r}: no CPU build of PyTorch available")
        return
    say(f"Creating environment {name!r}: {', '.join(requirements)} and dependencies")
    python = store.create(name, requirements, overrides=overrides, torch=_BUILD)
    # The default index links torchaudio's own libraries with CUDA, so importing it beside this
    # torch fails. torchaudio works without these libraries.
    for library in python.parents[1].glob("[Ll]ib/**/torchaudio/lib/*.so"):
        library.unlink()


def _merged(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _brings_cuda(plan: EnvironmentPlan) -> bool:
    names = [package.name for package in plan.packages]
    return plan.torch != "cpu" or any(name.startswith("nvidia-") for name in names)
