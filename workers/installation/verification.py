"""Finds missing and damaged files of an engine's packages and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry
    from workers.environments.store import EnvironmentStore
    from workers.installation.sources import SourceStore


def package_problems(environments: EnvironmentStore, entry: CatalogEntry) -> list[str]:
    """Checks every file of an engine's environment; returns problems, one sentence each."""
    from workers.environments.installed_packages import damaged_packages  # noqa: PLC0415 - costs 20 ms

    name = entry.environment
    python = environments.interpreter(name)
    if python is None or not environments.is_complete(name, entry.requirements):
        return [
            translatable(
                "Environment {name} is missing or lacks packages of {engine}.",
                name=name,
                engine=entry.name,
            )
        ]
    return [
        translatable(
            "Missing or damaged files of package {package} in environment {name}: {count}.",
            package=package,
            name=name,
            count=count,
        )
        for package, count in damaged_packages(python).items()
    ]


def source_problems(sources: SourceStore, entry: CatalogEntry) -> list[str]:
    """Checks an engine's code that is in no package; returns problems, one sentence each."""
    if not sources.is_complete(entry.id, entry.sources):
        return [translatable("The engine's code is missing or has the wrong version.")]
    damaged = sources.damaged(entry.id)
    if not damaged:
        return []
    return [translatable("Damaged code files: {files}.", files=damaged[:3])]
