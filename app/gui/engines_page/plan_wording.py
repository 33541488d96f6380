"""Wording of an installation plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.engine_facts import license_text
from app.gui.text.lists import listed
from app.gui.text.messages import worded
from app.gui.text.wording import disk_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.installation.plan import EnvironmentPlan, InstallPlan, WeightsPlan


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_page", text)


def plan_rows(plan: InstallPlan, titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Returns the rows of the plan: name and text.

    Args:
        plan: The plan.
        titles: Names of engines by ID.
    """
    rows = [(_tr("Packages"), packages_text(plan.environment, titles))]
    if plan.environment.torch:
        rows.append((_tr("PyTorch build"), torch_text(plan.environment)))
    if plan.sources:
        names = listed([source.repository for source in plan.sources])
        rows.append((_tr("Code"), _tr("from {}").format(names)))
    name = _tr("Weights")
    for weights in plan.weights:
        rows.append((name, weights_text(weights)))
        name = ""
    rows.append((_tr("Disk"), disk_text(plan)))
    return tuple(rows)


def packages_text(plan: EnvironmentPlan, titles: Mapping[str, str]) -> str:
    """Returns the number and size of the packages, and the engines that share them."""
    if not plan.packages:
        text = _tr("All installed.")
    elif plan.download_bytes:
        text = _tr("{count} to install ({size}), Python {python}.")
    else:
        text = _tr("{count} to install, Python {python}.")
    text = text.format(
        count=len(plan.packages), size=disk_size(plan.download_bytes), python=plan.python
    )
    sentences = [text]
    if plan.python_download:
        sentences.append(_tr("Python is downloaded from {}.").format(plan.python_download))
    if plan.shared_with:
        others = listed([titles.get(engine, engine) for engine in plan.shared_with])
        sentences.append(_tr("Shared with {}.").format(others))
    return " ".join(sentences)


def torch_text(plan: EnvironmentPlan) -> str:
    """Returns the PyTorch build, the reason for it, and its problem on this computer."""
    text = plan.torch
    if plan.torch_reason:
        text = _tr("{build}: {reason}").format(build=text, reason=worded(plan.torch_reason))
    return " ".join(filter(None, (text, worded(plan.torch_problem))))


def weights_text(plan: WeightsPlan) -> str:
    """Returns the repository, size, and license of weights."""
    if plan.is_complete:
        text = _tr("{repository}, installed ({license})")
    elif plan.download_bytes and plan.is_estimate:
        text = _tr("{repository}, about {size} ({license})")
    elif plan.download_bytes:
        text = _tr("{repository}, {size} ({license})")
    else:
        text = _tr("{repository}, size unknown ({license})")
    return text.format(
        repository=plan.weights.repository,
        size=disk_size(plan.download_bytes),
        license=license_text(plan.weights.license),
    )


def disk_text(plan: InstallPlan) -> str:
    """Returns the disk space that is needed and free."""
    text = _tr("Needs about {needed}. {free} free.")
    if not plan.needed_bytes:  # Unknown, or everything is on this disk already.
        text = _tr("{free} free")
    return text.format(needed=disk_size(plan.needed_bytes), free=disk_size(plan.free_bytes))


def install_button_text(plan: InstallPlan) -> str:
    """Returns the text of the button that starts the installation."""
    size_bytes = plan.download_bytes
    if size_bytes:
        return _tr("Download {} and install").format(disk_size(size_bytes))
    return _tr("Install")
