"""Environments with torch's build for the CPU, for tests that run an engine's classes for real.

That build comes from a wheel folder that pip or uv has been given, or from PyTorch's index. Where
neither can be reached the usual index would send gigabytes of CUDA: the environment is not made
then, and the tests that want it are skipped.
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
    """Make the environment that some engines share, where it can be had without CUDA.

    Args:
        store: Where it belongs.
        entries: All engines of one environment.

    Raises:
        EnvironmentFailed: It could be had, but not be made.
    """
    name = entries[0].environment
    requirements = _all(entry.requirements for entry in entries)
    overrides = _all(entry.overrides for entry in entries)
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
    # The usual index has torchaudio's own libraries linked with CUDA's, which keeps it from being
    # imported beside this torch; it does without them.
    for library in python.parents[1].glob("[Ll]ib/**/torchaudio/lib/*.so"):
        library.unlink()


def _all(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _brings_cuda(plan: EnvironmentPlan) -> bool:
    return plan.torch != "cpu" or any(it.name.startswith("nvidia-") for it in plan.packages)
