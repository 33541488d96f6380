"""What has to be settled before an installation can begin, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workers.installation.plan import Obstacle, ObstacleKind

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry
    from workers.gpu.probe import DeviceReading
    from workers.installation.plan import WeightsPlan
    from workers.weights.licenses import LicenseBook

_HUB = "https://huggingface.co/"
_GB = 2**30
_BACKENDS = {
    "cpu": "the processor",
    "cuda": "an NVIDIA GPU",
    "rocm": "an AMD GPU",
    "mps": "Apple’s GPU",
}


def of_licenses(plans: Iterable[WeightsPlan], licenses: LicenseBook) -> Iterator[Obstacle]:
    """Licences of weights that are still to be downloaded, and that nobody has accepted."""
    for weights in (plan.weights for plan in plans if not plan.is_there):
        if not licenses.is_accepted(weights):
            yield Obstacle(
                ObstacleKind.LICENSE,
                f"The weights {weights.repository} come under the licence {weights.license}: read "
                f"it at {_HUB}{weights.repository}, and accept it.",
                weights,
            )


def of_gates(plans: Iterable[WeightsPlan], token: str | None) -> Iterator[Obstacle]:
    """Weights whose owners want to know who downloads them, while nobody has said who."""
    for weights in (plan.weights for plan in plans if not plan.is_there):
        if weights.gated and not token:
            yield Obstacle(
                ObstacleKind.TOKEN,
                f"The owners of {weights.repository} want to be asked: ask for access at "
                f"{_HUB}{weights.repository}, make an access token at {_HUB}settings/tokens, and "
                "give it here.",
                weights,
            )


def of_space(needed_bytes: int, free_bytes: int) -> Iterator[Obstacle]:
    """A disk that is too full."""
    if needed_bytes > free_bytes:
        yield Obstacle(
            ObstacleKind.SPACE,
            f"It takes about {needed_bytes / _GB:.1f} GB, and the disk has "
            f"{free_bytes / _GB:.1f} GB left: free some space, and try again.",
        )


def of_machine(
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
        wanted = " or ".join(_BACKENDS[backend] for backend in entry.backends)
        yield Obstacle(
            ObstacleKind.MACHINE,
            f"{entry.name} needs {wanted}, and none was found here: choose another engine, or see "
            "to the GPU’s driver.",
        )
    elif torch_problem:
        yield Obstacle(ObstacleKind.MACHINE, torch_problem)
