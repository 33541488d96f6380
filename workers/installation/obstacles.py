"""Finds obstacles to an installation, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.base.sizes import disk_size
from workers.installation.plan import Obstacle, ObstacleKind

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry
    from workers.devices.probe import DeviceReading
    from workers.installation.plan import WeightsPlan
    from workers.weights.licenses import AcceptedLicenses

_HUB = "https://huggingface.co/"
_KINDS = {"cpu": "CPU", "cuda": "NVIDIA", "rocm": "AMD", "mps": "Apple"}


def license_obstacles(
    plans: Iterable[WeightsPlan], licenses: AcceptedLicenses
) -> Iterator[Obstacle]:
    """Yields licenses of missing weights that the user hasn't accepted."""
    for weights in (plan.weights for plan in plans if not plan.is_complete):
        if not licenses.is_accepted(weights):
            yield Obstacle(
                ObstacleKind.LICENSE,
                translatable(
                    "The weights {weights} are licensed under {license}. Read the license at "
                    "{page} and accept it to continue.",
                    weights=weights.repository,
                    license=weights.license,
                    page=_HUB + weights.repository,
                ),
                weights,
            )


def token_obstacles(plans: Iterable[WeightsPlan], token: str | None) -> Iterator[Obstacle]:
    """Yields gated weights that are missing, unless there is an access token."""
    for weights in (plan.weights for plan in plans if not plan.is_complete):
        if weights.gated and not token:
            yield Obstacle(
                ObstacleKind.TOKEN,
                translatable(
                    "Access to {weights} must be requested. Request access at {page}, create "
                    "an access token at {tokens}, and enter it here.",
                    weights=weights.repository,
                    page=_HUB + weights.repository,
                    tokens=f"{_HUB}settings/tokens",
                ),
                weights,
            )


def space_obstacles(needed_bytes: int, free_bytes: int) -> Iterator[Obstacle]:
    """Yields an obstacle if there isn't enough disk space."""
    if needed_bytes > free_bytes:
        yield Obstacle(
            ObstacleKind.SPACE,
            translatable(
                "Not enough disk space: about {needed} needed, {free} free. Free some space "
                "and try again.",
                needed=disk_size(needed_bytes),
                free=disk_size(free_bytes),
            ),
        )


def machine_obstacles(
    entry: CatalogEntry, devices: Sequence[DeviceReading] | None, torch_problem: str
) -> Iterator[Obstacle]:
    """Yields an obstacle if an engine needs a GPU that this computer doesn't have.

    Args:
        entry: The engine's; if it declares no backends, there is no obstacle.
        devices: The computer's devices; None if unknown.
        torch_problem: Why no PyTorch build supports the GPU; empty if one does.
    """
    if not entry.backends or "cpu" in entry.backends or entry.cpu_mode:
        return
    present = {device.backend for device in devices or () if device.kind == "gpu"}
    if devices is not None and not present & set(entry.backends):
        yield Obstacle(
            ObstacleKind.MACHINE,
            translatable(
                "{engine} needs a GPU this computer doesn't have ({kinds}). Choose another "
                "engine, or check the GPU driver.",
                engine=entry.name,
                kinds=[_KINDS[backend] for backend in entry.backends],
            ),
        )
    elif torch_problem:
        yield Obstacle(ObstacleKind.MACHINE, torch_problem)
