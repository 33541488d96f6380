"""What has to be settled before an installation can begin, each with what to do about it."""

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
    from workers.weights.licenses import LicenseBook

_HUB = "https://huggingface.co/"
_KINDS = {"cpu": "CPU", "cuda": "NVIDIA", "rocm": "AMD", "mps": "Apple"}


def license_obstacles(plans: Iterable[WeightsPlan], licenses: LicenseBook) -> Iterator[Obstacle]:
    """Licences of weights that are still to be downloaded, and that nobody has accepted."""
    for weights in (plan.weights for plan in plans if not plan.is_there):
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
    """Weights whose owners want to know who downloads them, while nobody has said who."""
    for weights in (plan.weights for plan in plans if not plan.is_there):
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
    """A disk that is too full."""
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
    """A machine without the GPU that an engine cannot do without.

    Args:
        entry: The engine's; one that says nothing of what it runs on is not refused.
        devices: What the machine has; None where nobody can tell.
        torch_problem: Why no build of torch runs on its GPU; empty when one does.
    """
    if not entry.backends or "cpu" in entry.backends or entry.cpu_mode:
        return
    there = {device.backend for device in devices or () if device.kind == "gpu"}
    if devices is not None and not there & set(entry.backends):
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
