"""Facts about an engine, in words: abilities, languages, devices, requirements, licenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.language_names import language_name
from app.gui.text.lists import listed
from app.gui.text.numbers import as_short_as_it_is
from app.gui.text.wording import disk_size, memory_size
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.state.engine_view import EngineView
    from workers.catalog.entry import CatalogEntry
    from workers.devices.probe import DeviceReading
    from workers.installation.state import InstallState

#: Longer lists are cut, and the rest is counted.
_MOST_NAMES = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_facts", text)


def does(entry: CatalogEntry) -> str:
    """Returns what the engine does, in sentences."""
    parts = [_tr("Transcribes speech.") if entry.kind == "stt" else _tr("Speaks text.")]
    if entry.streaming:
        parts.append(
            _tr("Shows the transcript as it works.")
            if entry.kind == "stt"
            else _tr("Starts playing while it generates.")
        )
    if entry.supports_cloning:
        parts.append(_clones(entry))
    return " ".join(parts)


def _clones(entry: CatalogEntry) -> str:
    least = as_short_as_it_is(entry.clip_min_s)
    if entry.clip_text == "required" and entry.clip_min_s:
        text = _tr("Clones a voice from a sample of at least {} s and its transcript.")
        return text.format(least)
    if entry.clip_text == "required":
        return _tr("Clones a voice from a sample and its transcript.")
    if entry.clip_min_s:
        return _tr("Clones a voice from a sample of at least {} s.").format(least)
    return _tr("Clones a voice from a sample.")


def languages(entry: CatalogEntry) -> str:
    """Returns the names of the languages, the main one first."""
    if not entry.languages:
        return _tr("Not specified in the catalog")
    return _some(tuple(language_name(code) for code in entry.languages))


def voices(entry: CatalogEntry) -> str:
    """Returns the names of the voices; empty for speech-to-text engines."""
    if entry.kind == "stt":
        return ""
    if not entry.voices:
        return _tr("From a voice sample") if entry.supports_cloning else _tr("Built-in")
    names = tuple(voice.replace("_", " ").title() for voice in entry.voices)
    if any("," in name for name in names):  # A comma would be ambiguous.
        return "; ".join(names)
    return _some(names)


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return listed(names)
    shown = names[: _MOST_NAMES - 1]
    text = _tr("{names} and {count} more")
    return text.format(names=", ".join(shown), count=len(names) - len(shown))


def runs_on(entry: CatalogEntry) -> str:
    """Returns the kinds of devices that the engine supports."""
    names = {
        "cpu": _tr("CPU"),
        "cuda": _tr("NVIDIA GPUs"),
        "rocm": _tr("AMD GPUs"),
        "mps": _tr("Apple GPUs"),
    }
    if not entry.backends:
        return _tr("Not specified in the catalog")
    return listed([names[backend] for backend in entry.backends])


def memory(view: EngineView) -> str:
    """Returns the GPU memory and RAM that the engine needs; empty if unknown."""
    parts = [_gpu_memory(view)] if view.worker.budget_bytes else []
    if view.entry.ram_gb:
        size = memory_size(int(view.entry.ram_gb * GIB))
        parts.append(_tr("about {} of RAM").format(size))
    return listed(parts) if parts else ""


def _gpu_memory(view: EngineView) -> str:
    is_measured = view.worker.budget_is_measured
    text = _tr("{} of GPU memory (measured)") if is_measured else _tr("about {} of GPU memory")
    return text.format(memory_size(view.worker.budget_bytes))


def requirements(view: EngineView) -> str:
    """Returns the required packages and GPU memory, one per line."""
    lines = list(view.entry.requirements)
    if view.worker.budget_bytes:
        lines.append(_gpu_memory(view))
    return "\n".join(lines) or _tr("None")


def fits(view: EngineView, devices: Sequence[DeviceReading]) -> bool:
    """Returns whether the engine fits a GPU; without a GPU, whether the engine runs on the CPU.

    Args:
        view: The engine; fits if its memory is unknown.
        devices: The devices of the last reading.
    """
    if not view.worker.budget_bytes or view.entry.backends == ("cpu",):
        return True
    if not any(device.kind == "gpu" for device in devices):
        return _runs_on_cpu(view.entry)
    return bool(_roomy(view, devices))


def _runs_on_cpu(entry: CatalogEntry) -> bool:
    return "cpu" in entry.backends or entry.cpu_mode


def _usable(entry: CatalogEntry, devices: Sequence[DeviceReading]) -> list[DeviceReading]:
    gpus = (device for device in devices if device.kind == "gpu")
    return [gpu for gpu in gpus if not entry.backends or gpu.backend in entry.backends]


def _roomy(view: EngineView, devices: Sequence[DeviceReading]) -> list[DeviceReading]:
    usable = _usable(view.entry, devices)
    return [device for device in usable if device.total_bytes >= view.worker.budget_bytes]


def how_it_fits(view: EngineView, devices: Sequence[DeviceReading]) -> str:
    """Returns whether the engine runs on this computer; empty before the first reading."""
    if not devices:
        return ""
    if not view.worker.budget_bytes or view.entry.backends == ("cpu",):
        return _tr("Needs no GPU.")
    roomy, usable = _roomy(view, devices), _usable(view.entry, devices)
    if roomy:
        return _tr("Fits on {}.").format(max(roomy, key=lambda gpu: gpu.total_bytes).name)
    if _runs_on_cpu(view.entry):
        if usable:
            return _tr("No GPU on this computer has enough memory. Runs on the CPU, more slowly.")
        text = _tr("No compatible GPU on this computer. Runs on the CPU, more slowly.")
    elif usable:
        largest = max(usable, key=lambda gpu: gpu.total_bytes)
        text = _tr("Doesn’t fit on {device} ({size}).")
        text = text.format(device=largest.name, size=memory_size(largest.total_bytes))
    else:
        text = _tr("No compatible GPU on this computer.")
    return text


def licenses(entry: CatalogEntry) -> str:
    """Returns the licenses of code and weights, one per line if they differ."""
    code, weights = entry.license, entry.weights_license
    if not code and not weights:
        return _tr("Not specified in the catalog")
    if code == weights:
        return _tr("{} (code and weights)").format(code)
    lines = []
    if code:
        lines.append(_tr("{} (code)").format(code))
    if weights:
        lines.append(_tr("{} (weights)").format(weights))
    return "\n".join(lines)


def weights_licenses(entry: CatalogEntry) -> str:
    """Returns the licenses of all weights, with a note if they forbid commercial use."""
    names = dict.fromkeys(weights.license for weights in entry.weights) or [entry.weights_license]
    return "\n".join(license_text(name) for name in names if name)


def forbids_commerce(entry: CatalogEntry) -> bool:
    """Returns whether the license of any weights forbids commercial use."""
    from workers.weights.licenses import is_non_commercial

    names = [weights.license for weights in entry.weights] or [entry.weights_license]
    return any(is_non_commercial(name) for name in names if name)


def license_text(license_name: str) -> str:
    """Returns a license's name, with a note if it forbids commercial use."""
    from workers.weights.licenses import is_non_commercial

    if is_non_commercial(license_name):
        return _tr("{}: non-commercial use only").format(license_name)
    return license_name


def download(entry: CatalogEntry) -> str:
    """Returns what is downloaded, as far as the catalog knows."""
    size_bytes = sum(weights.size_bytes for weights in entry.weights)
    if size_bytes:
        return _tr("{} of weights, plus packages").format(disk_size(size_bytes))
    return _tr("Weights and packages") if entry.weights else _tr("Packages only")


def on_disk(found: InstallState | None) -> str:
    """Returns the disk space in use; empty for none, or before the scan."""
    if found is None:
        return ""
    parts: list[str] = []
    if found.environment_bytes:
        parts.append(_tr("{} of packages").format(disk_size(found.environment_bytes)))
    if found.weights_bytes:
        parts.append(_tr("{} of weights").format(disk_size(found.weights_bytes)))
    return listed(parts) if parts else ""
