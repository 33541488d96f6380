"""What an installation would do, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.engines_page.engine_facts import license_in_words
from app.gui.text.lists import listed
from app.gui.text.messages import worded
from app.gui.text.wording import disk_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.installation.plan import EnvironmentPlan, InstallPlan, WeightsPlan


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_page", text)


def rows(plan: InstallPlan, titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What it would do, line by line: what it is about, and what is told of it.

    Args:
        plan: What it would do.
        titles: What people call engines, by id.
    """
    told = [(_tr("Packages"), packages(plan.environment, titles))]
    if plan.environment.torch:
        told.append((_tr("PyTorch build"), torch(plan.environment)))
    if plan.sources:
        names = listed([source.repository for source in plan.sources])
        told.append((_tr("Code"), _tr("from {}").format(names)))
    name = _tr("Weights")
    for one in plan.weights:
        told.append((name, weights(one)))
        name = ""
    told.append((_tr("Disk"), disk(plan)))
    return tuple(told)


def packages(plan: EnvironmentPlan, titles: Mapping[str, str]) -> str:
    """How many, how large, and who shares them."""
    if not plan.packages:
        told = _tr("All installed.")
    elif plan.download_bytes:
        told = _tr("{count} to install ({size}), Python {python}.")
    else:
        told = _tr("{count} to install, Python {python}.")
    told = told.format(
        count=len(plan.packages), size=disk_size(plan.download_bytes), python=plan.python
    )
    sentences = [told]
    if plan.python_download:
        sentences.append(_tr("Python is downloaded from {}.").format(plan.python_download))
    if plan.shared_with:
        others = listed([titles.get(engine, engine) for engine in plan.shared_with])
        sentences.append(_tr("Shared with {}.").format(others))
    return " ".join(sentences)


def torch(plan: EnvironmentPlan) -> str:
    """Which build, why that one, and what is wrong with it here."""
    told = plan.torch
    if plan.torch_reason:
        told = _tr("{build}: {reason}").format(build=told, reason=worded(plan.torch_reason))
    return " ".join(filter(None, (told, worded(plan.torch_problem))))


def weights(plan: WeightsPlan) -> str:
    """Which, how large, and under which licence."""
    if plan.is_there:
        told = _tr("{repository}, installed ({license})")
    elif plan.download_bytes and plan.is_estimate:
        told = _tr("{repository}, about {size} ({license})")
    elif plan.download_bytes:
        told = _tr("{repository}, {size} ({license})")
    else:
        told = _tr("{repository}, size unknown ({license})")
    return told.format(
        repository=plan.weights.repository,
        size=disk_size(plan.download_bytes),
        license=license_in_words(plan.weights.license),
    )


def disk(plan: InstallPlan) -> str:
    """What it takes, and what there is."""
    told = _tr("Needs about {needed}. {free} free.")
    if not plan.needed_bytes:  # Nobody knows, or all of it is on this disk already.
        told = _tr("{free} free")
    return told.format(needed=disk_size(plan.needed_bytes), free=disk_size(plan.free_bytes))


def go(plan: InstallPlan) -> str:
    """What the button says that begins."""
    size_bytes = plan.download_bytes
    if size_bytes:
        return _tr("Download {} and install").format(disk_size(size_bytes))
    return _tr("Install")
