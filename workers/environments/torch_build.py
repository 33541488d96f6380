"""Which build of torch fits this machine: for CUDA, for ROCm, or for the processor alone.

An index has torch once for each of them, and the usual index only one: on Linux the one for the
newest CUDA, 3 GB large, which an old driver cannot run. What builds there are stands in
``torch_table``.
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

#: Releases of a minor version that are looked for in a range of versions; none had more.
_PATCHES = range(5)
_NEWEST, *_, _OLDEST = BUILDS
#: What a version may say of its build, which is chosen here.
_NAMED_BUILD = re.compile(r"\+[\w.]+")

#: Why an environment keeps the build it has.
KEPT_REASON = translatable("The installed PyTorch build is kept.")


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """The build of torch that a machine is to have.

    Attributes:
        backend: As uv and PyTorch's index name it: ``cu128``, ``rocm6.4``, ``cpu``; ``mps`` on a
            Mac.
        reason: Why that one, in one sentence.
        problem: Why no build that the requirements allow runs on this machine's GPUs, and what
            to do; empty when one does, or there is no GPU. ``backend`` is ``cpu`` then.
        gpus: What it was chosen for.
        system: Its ``sys.platform``.
    """

    backend: str
    reason: str
    problem: str = ""
    gpus: tuple[DeviceReading, ...] = field(default=(), repr=False)
    system: str = sys.platform

    @property
    def index(self) -> str:
        """What of PyTorch's index it is on; empty where the usual index has this build.

        That has the one for the processor for Windows, and the only one for Macs.
        """
        usual = self.system == "darwin" or (self.system == "win32" and self.backend == "cpu")
        return "" if usual else self.backend

    def for_version(self, version: str) -> TorchBuild:
        """The build of one version of torch that fits the same machine."""
        public = version.partition("+")[0]
        return choose_torch([f"torch=={public}"], self.gpus, self.system)

    def may_keep(self, backend: str, version: str) -> bool:
        """Whether an environment that has a build already may keep it.

        It may if that runs on as many of the GPUs: another one would be gigabytes for nothing.
        A build for GPUs runs on the processor, too, so it stays where no GPU is seen today.

        Args:
            backend: What it has; empty where nobody knows, and then it stays.
            version: Its version of torch.
        """
        better = self.for_version(version).backend
        if backend in ("", better) or better == "cpu":
            return True
        if not (backend in ARCHITECTURES and better in ARCHITECTURES):
            return False
        offer = _Offer(_minor(version), backend)
        return offer.runs_on(self.gpus, self.system) >= _Offer(offer.minor, better).runs_on(
            self.gpus, self.system
        )


def local_version(version: str) -> str:
    """The build that a version names, ``cpu`` of ``2.13.0+cpu``; empty where it names none."""
    return version.partition("+")[2]


def torch_for_machine(requirements: Iterable[str], probe: DeviceProbe | None = None) -> TorchBuild:
    """The build for this machine, whose drivers are asked: it may take seconds.

    Args:
        requirements: As for :func:`choose_torch`.
        probe: Read once; one for this machine, which is closed again, when None.
    """
    from workers.devices.default_probe import default_probe  # noqa: PLC0415 - whoever reads needs it, no other

    source = probe or default_probe()
    try:
        return choose_torch(requirements, source.read(), sys.platform)
    finally:
        if probe is None:
            source.close()


def choose_torch(
    requirements: Iterable[str], gpus: Sequence[DeviceReading], system: str
) -> TorchBuild:
    """The build that runs on most of the GPUs; of several the newest.

    Args:
        requirements: What an engine wants; of these only torch's versions count. Where they
            leave several, any of them is taken: the index has the newest one with this build.
        gpus: Readings of the machine's devices.
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
    """A CUDA build of a minor version of torch."""

    minor: str
    build: str

    @property
    def cuda(self) -> str:
        return f"{self.build[2:4]}.{self.build[4:]}"

    def takes(self, driver: str, system: str) -> bool:
        """Whether a driver is new enough; one that does not say how old it is, is taken."""
        least = least_driver(self.build, is_windows=system == "win32")
        return not driver or _numbers(driver) >= least

    def runs_on(self, gpus: Iterable[DeviceReading], system: str) -> int:
        """How many of these GPUs it runs on."""
        return sum(
            self.takes(gpu.driver, system)
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
    best = max(offers, key=lambda offer: offer.runs_on(gpus, system))
    gpu = gpus[0]
    if best.runs_on(gpus, system):
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
    """Why none of these builds runs on a GPU, and what to do."""
    versions = _span([offer.minor for offer in offers])
    able = [
        offer
        for offer in offers
        if gpu.capability is None or has_code_for(offer.build, offer.minor, gpu.capability)
    ]
    if able:
        least = min(least_driver(it.build, is_windows=system == "win32") for it in able)
        wanted = ".".join(str(part) for part in least)
        return translatable(
            "PyTorch {versions} needs NVIDIA driver {wanted} or newer for {gpu} (installed: "
            "{driver}). Update the driver. Until then, the engine runs on the CPU.",
            versions=versions,
            wanted=wanted,
            gpu=gpu.name,
            driver=gpu.driver,
        )
    capability = gpu.capability or (0, 0)
    newest = max(pair for offer in offers for pair in ARCHITECTURES[offer.build])
    told = ".".join(str(part) for part in capability)
    if capability > newest:
        return translatable(
            "{gpu} is too new for PyTorch {versions} (no support for compute capability "
            "{capability}). The engine would run on the CPU.",
            gpu=gpu.name,
            versions=versions,
            capability=told,
        )
    return translatable(
        "{gpu} is too old for PyTorch {versions} (no support for compute capability "
        "{capability}). The engine would run on the CPU.",
        gpu=gpu.name,
        versions=versions,
        capability=told,
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
    """The minor versions of torch that requirements leave, the newest first; never none."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - not for the program's start

    torch = [
        Requirement(_NAMED_BUILD.sub("", it)).specifier
        for it in requirements
        if distribution(it) == "torch"
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
    # A version from before the table, or after it.
    named = [_numbers(specifier.version) for versions in torch for specifier in versions]
    return [_OLDEST if named and max(named) < _numbers(_OLDEST) else _NEWEST]


def _minor(version: str) -> str:
    """The row of the table that a version belongs to."""
    return _allowed([f"torch=={version.partition('+')[0]}"])[0]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _span(minors: Sequence[str]) -> str:
    if minors[0] == minors[-1]:
        return minors[0]
    return translatable("{oldest} to {newest}", oldest=minors[-1], newest=minors[0])
