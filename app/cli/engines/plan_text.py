"""The plan of an installation, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workers.base.sizes import disk_size

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry
    from workers.installation.plan import EnvironmentPlan, InstallPlan, WeightsPlan

#: More packages than that are counted, not listed.
_MAX_LISTED = 8


def lines(entry: CatalogEntry, plan: InstallPlan) -> Iterator[str]:
    """Yields what would be done, a line for each part."""
    if plan.is_empty:
        yield f"{entry.name}: already installed."
        return
    yield f"Requirements of {entry.name}:"
    yield from _environment(plan.environment)
    for source in plan.sources:
        yield f"  code     {source.repository} ({source.commit[:12]})"
    for weights in plan.weights:
        yield f"  weights  {_weights(weights)}"
    needed = (
        f", needs about {disk_size(plan.needed_bytes)} of disk space" if plan.needed_bytes else ""
    )
    yield f"{_download(plan.download_bytes)}{needed}; {disk_size(plan.free_bytes)} free."
    for obstacle in plan.obstacles:
        yield f"First: {obstacle.message}"


def document(plan: InstallPlan) -> str:
    """Returns the plan as JSON; sizes in bytes, 0 where unknown."""
    environment = plan.environment
    content: dict[str, Any] = {
        "engine": plan.engine,
        "is_installed": plan.is_empty,
        "download_bytes": plan.download_bytes,
        "needed_bytes": plan.needed_bytes,
        "free_bytes": plan.free_bytes,
        "environment": {
            "name": environment.name,
            "python": environment.python,
            "torch": environment.torch,
            "torch_reason": environment.torch_reason,
            "shared_with": environment.shared_with,
            "packages": [
                {
                    "name": package.name,
                    "version": package.version,
                    "size_bytes": package.size_bytes,
                }
                for package in environment.packages
            ],
        },
        "sources": [
            {"repository": source.repository, "commit": source.commit} for source in plan.sources
        ],
        "weights": [
            {
                "repository": weights.weights.repository,
                "license": weights.weights.license,
                "is_there": weights.is_complete,
                "download_bytes": weights.download_bytes,
            }
            for weights in plan.weights
        ],
        "obstacles": [
            {"kind": obstacle.kind.value, "message": obstacle.message}
            for obstacle in plan.obstacles
        ],
    }
    return json.dumps(content)


def _environment(plan: EnvironmentPlan) -> Iterator[str]:
    packages = plan.packages
    if packages:
        named = ", ".join(
            f"{package.name} {package.version}".rstrip() for package in packages[:_MAX_LISTED]
        )
        more = f" and {len(packages) - _MAX_LISTED} more" if len(packages) > _MAX_LISTED else ""
        shared = f", shared with {', '.join(plan.shared_with)}" if plan.shared_with else ""
        count = "1 package" if len(packages) == 1 else f"{len(packages)} packages"
        text = f"{count} in environment {plan.name}{shared}. {_download(plan.download_bytes)}"
        yield f"  packages {text}: {named}{more}"
    if plan.torch:
        yield f"  torch    {plan.torch}: {plan.torch_reason}"


def _weights(plan: WeightsPlan) -> str:
    if plan.is_complete:
        return f"{plan.weights.repository}, already installed"
    about = "about " if plan.is_estimate else ""
    download = f"{about}{disk_size(plan.download_bytes)}" if plan.download_bytes else "size unknown"
    return f"{plan.weights.repository}, {download}, license {plan.weights.license}"


def _download(size_bytes: int) -> str:
    return f"Download {disk_size(size_bytes)}" if size_bytes else "Nothing to download"
