"""Chooses the PyTorch build for this computer: for a version of CUDA or ROCm, or CPU only.

PyTorch's own index has all builds. PyPI has one per system: on Linux the one for the newest CUDA,
3 GB, which needs a recent driver. ``torch_table`` lists the builds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workers.base.messages import translatable
from workers.devices.probe import DeviceProbe, DeviceReading
from workers.environments.requirements import distribution
from workers.environments.torch_table import ARCHITECTURES, BUILDS, has_code_for, least_driver

#: Patch releases to try in a version range; no minor version had more.
_PATCHES = range(5)
_NEWEST, *_, _OLDEST = BUILDS
#: The build in a version, such as ``+cu128``.
_NAMED_BUILD = re.compile(r"\+[\w.]+")

#: Reason of a build that stays.
KEPT_REASON = translatable("The installed PyTorch build is kept.")


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """The PyTorch build for a computer.

    Attributes:
        backend: As uv and PyTorch's index call it: ``cu128``, ``rocm6.4``, ``cpu``; ``mps`` on
            Macs.
        reason: Why this build, in one sentence.
        problem: Why no build that the requirements allow supports the GPUs, and what to do;
            ``backend`` is ``cpu`` then. Empty if one does, or there is no GPU.
        gpus: The GPUs that it was chosen for.
        system: ``sys.platform`` of the computer.
    """

    backend: str
    reason: str
    problem: str = ""
    gpus: tuple[DeviceReading, ...] = field(default=(), repr=False)
    system: str = sys.platform

    @property
    def index(self) -> str:
        """The part of PyTorch's index that has this build; empty if PyPI has it.

        PyPI has the CPU build for Windows, and the only build for Macs.
        """
        is_on_pypi = self.system == "darwin" or (self.system == "win32" and self.backend == "cpu")
        return "" if is_on_pypi else self.backend

    def for_version(self, version: str) -> TorchBuild:
        """Returns the build of one PyTorch version for the same computer."""
        public = version.partition("+")[0]
        return choose_torch([f"torch=={public}"], self.gpus, self.system)

    def may_keep(self, backend: str, version: str) -> bool:
        """Returns whether an installed build may stay.

        It may if it supports as many of the GPUs as the best one: replacing it would download
        gigabytes for nothing. GPU builds run on the CPU too, so they stay if no GPU is found.

        Args:
            backend: The installed build; empty if unknown, and then it stays.
            version: The installed version of PyTorch.
        """
        better = self.for_version(version).backend
        if backend in ("", better) or better == "cpu":
            return True
        if not (backend in ARCHITECTURES and better in ARCHITECTURES):
            return False
        offer = _Offer(_minor(version), backend)
        return offer.count_supported(self.gpus, self.system) >= _Offer(
            offer.minor, better
        ).count_supported(self.gpus, self.system)


def local_version(version: str) -> str:
    """Returns the build in a version: ``cpu`` of ``2.13.0+cpu``; empty without one."""
    return version.partition("+")[2]


def torch_for_machine(requirements: Iterable[str], probe: DeviceProbe | None = None) -> TorchBuild:
    """Returns the build for this computer. Asks the drivers, which may take seconds.

    Args:
        requirements: As for :func:`choose_torch`.
        probe: Reads the GPUs; a temporary one for this computer when None.
    """
    from workers.devices.default_probe import default_probe  # noqa: PLC0415 - needed only here

    source = probe or default_probe()
    try:
        return choose_torch(requirements, source.read(), sys.platform)
    finally:
        if probe is None:
            source.close()


def choose_torch(
    requirements: Iterable[str], gpus: Sequence[DeviceReading], system: str
) -> TorchBuild:
    """Returns the build that supports most of the GPUs; the newest one of several.

    Args:
        requirements: An engine's; only the versions of PyTorch that they allow matter. If there
            are several, the index decides which version is installed with this build.
        gpus: Readings of the computer's devices.
        system: ``sys.platform``.
    """
    found = tuple(gpu for gpu in gpus if gpu.kind == "gpu")
    if system == "darwin":
        has_mps = any(reading.backend == "mps" for reading in gpus)
        return TorchBuild(
            "mps" if has_mps else "cpu",
            translatable(
                "PyTorch has a single build for macOS, which covers the CPU and the Apple GPU."
            ),
            gpus=tuple(gpus),
            system=system,
        )
    minors = _allowed(requirements)
    nvidia = tuple(gpu for gpu in found if gpu.backend == "cuda")
    if nvidia:
        return _for_nvidia(nvidia, minors, system)
    amd = tuple(gpu for gpu in found if gpu.backend == "rocm")
    if amd:
        return _for_amd(amd, minors, system)
    return TorchBuild(
        "cpu",
        translatable("This computer has no GPU that PyTorch supports."),
        gpus=found,
        system=system,
    )


@dataclass(frozen=True, slots=True)
class _Offer:
    """A CUDA build of a minor version of PyTorch."""

    minor: str
    build: str

    @property
    def cuda(self) -> str:
        return f"{self.build[2:4]}.{self.build[4:]}"

    def supports_driver(self, driver: str, system: str) -> bool:
        """Returns whether a driver is new enough; True if its version is unknown."""
        least = least_driver(self.build, is_windows=system == "win32")
        return not driver or _numbers(driver) >= least

    def count_supported(self, gpus: Iterable[DeviceReading], system: str) -> int:
        """Returns how many of the GPUs it supports."""
        return sum(
            self.supports_driver(gpu.driver, system)
            and (gpu.capability is None or has_code_for(self.build, self.minor, gpu.capability))
            for gpu in gpus
        )


def _for_nvidia(gpus: tuple[DeviceReading, ...], minors: Sequence[str], system: str) -> TorchBuild:
    offers = [
        _Offer(minor, build)
        for minor in minors
        for build in BUILDS[minor]
        if build in ARCHITECTURES
    ]
    best = max(offers, key=lambda offer: offer.count_supported(gpus, system))
    gpu = gpus[0]
    if best.count_supported(gpus, system):
        reason = translatable("{gpu} supports CUDA {version}.", gpu=gpu.name, version=best.cuda)
        if gpu.driver:
            reason = translatable(
                "{gpu} with driver {driver} supports CUDA {version}.",
                gpu=gpu.name,
                driver=gpu.driver,
                version=best.cuda,
            )
        return TorchBuild(best.build, reason, gpus=gpus, system=system)
    problem = _problem(gpu, offers, system)
    reason = translatable(
        "No PyTorch {versions} build supports {gpu}.", versions=_span(minors), gpu=gpu.name
    )
    return TorchBuild("cpu", reason, problem, gpus, system)


def _problem(gpu: DeviceReading, offers: Sequence[_Offer], system: str) -> str:
    """Returns why none of these builds supports a GPU, and what to do."""
    versions = _span([offer.minor for offer in offers])
    with_code = [
        offer
        for offer in offers
        if gpu.capability is None or has_code_for(offer.build, offer.minor, gpu.capability)
    ]
    if with_code:
        least = min(least_driver(offer.build, is_windows=system == "win32") for offer in with_code)
        driver = ".".join(str(part) for part in least)
        return translatable(
            "PyTorch {versions} needs NVIDIA driver {minimum} or newer for {gpu} (installed: "
            "{driver}). Update the driver. Until then, the engine runs on the CPU.",
            versions=versions,
            minimum=driver,
            gpu=gpu.name,
            driver=gpu.driver,
        )
    capability = gpu.capability or (0, 0)
    newest = max(pair for offer in offers for pair in ARCHITECTURES[offer.build])
    number = ".".join(str(part) for part in capability)
    if capability > newest:
        return translatable(
            "{gpu} is too new for PyTorch {versions} (no support for compute capability "
            "{capability}). The engine would run on the CPU.",
            gpu=gpu.name,
            versions=versions,
            capability=number,
        )
    return translatable(
        "{gpu} is too old for PyTorch {versions} (no support for compute capability "
        "{capability}). The engine would run on the CPU.",
        gpu=gpu.name,
        versions=versions,
        capability=number,
    )


def _for_amd(gpus: tuple[DeviceReading, ...], minors: Sequence[str], system: str) -> TorchBuild:
    if system != "linux":
        reason = translatable("PyTorch has no build for AMD GPUs on this system.")
        return TorchBuild("cpu", reason, gpus=gpus, system=system)
    rocm = next(build for build in BUILDS[minors[0]] if build.startswith("rocm"))
    reason = translatable(
        "{gpu} supports ROCm {version}.", gpu=gpus[0].name, version=rocm.removeprefix("rocm")
    )
    return TorchBuild(rocm, reason, gpus=gpus, system=system)


def _allowed(requirements: Iterable[str]) -> list[str]:
    """Returns the minor versions of PyTorch that requirements allow, at least one, newest first."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - 30 ms

    torch = [
        Requirement(_NAMED_BUILD.sub("", requirement)).specifier
        for requirement in requirements
        if distribution(requirement) == "torch"
    ]
    left = [
        minor
        for minor in BUILDS
        if all(
            any(versions.contains(f"{minor}.{patch}") for patch in _PATCHES) for versions in torch
        )
    ]
    if left:
        return left
    # A version that is older or newer than the table.
    named = [_numbers(specifier.version) for versions in torch for specifier in versions]
    return [_OLDEST if named and max(named) < _numbers(_OLDEST) else _NEWEST]


def _minor(version: str) -> str:
    """Returns the key in the table for a version."""
    return _allowed([f"torch=={version.partition('+')[0]}"])[0]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _span(minors: Sequence[str]) -> str:
    if minors[0] == minors[-1]:
        return minors[0]
    return translatable("{oldest} to {newest}", oldest=minors[-1], newest=minors[0])
