"""PyTorch builds: their CUDA or ROCm versions, and the drivers and GPUs that they support.

- Builds of each version: PyTorch's release compatibility matrix,
  https://github.com/pytorch/pytorch/blob/main/RELEASE.md#release-compatibility-matrix,
  and what is on its index, as https://data.pyg.org/whl/ lists it.
- Architectures of each build: the CUDA support matrix on the same page from 2.9 on;
  before that https://github.com/moi90/pytorch_compute_capabilities/blob/main/table.md, and
  https://github.com/pytorch/pytorch/issues/157517 and ``/172352`` for what CUDA 12.8 dropped.
- Minimum driver of each CUDA version, the same for one major version:
  https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html, and for
  Windows, table 2 of https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/.
"""

from __future__ import annotations

Capability = tuple[int, int]

#: Minor version of PyTorch -> its builds, the newest first. Newer versions than these are treated
#: like the newest.
BUILDS: dict[str, tuple[str, ...]] = {
    "2.15": ("cu132", "cu130", "rocm7.2"),
    "2.14": ("cu132", "cu130", "cu126", "rocm7.2"),
    "2.13": ("cu132", "cu130", "cu126", "rocm7.2"),
    "2.12": ("cu132", "cu130", "cu126", "rocm7.2"),
    "2.11": ("cu130", "cu128", "cu126", "rocm7.2"),
    "2.10": ("cu130", "cu128", "cu126", "rocm7.1"),
    "2.9": ("cu130", "cu128", "cu126", "rocm6.4"),
    "2.8": ("cu129", "cu128", "cu126", "rocm6.4"),
    "2.7": ("cu128", "cu126", "cu118", "rocm6.3"),
    "2.6": ("cu126", "cu124", "cu118", "rocm6.2.4"),
    "2.5": ("cu124", "cu121", "cu118", "rocm6.2"),
    "2.4": ("cu124", "cu121", "cu118", "rocm6.1"),
    "2.3": ("cu121", "cu118", "rocm6.0"),
    "2.2": ("cu121", "cu118", "rocm5.7"),
    "2.1": ("cu121", "cu118", "rocm5.6"),
}

_TO_HOPPER: tuple[Capability, ...] = ((5, 0), (6, 0), (7, 0), (7, 5), (8, 0), (8, 6), (9, 0))
_FROM_TURING: tuple[Capability, ...] = ((7, 5), (8, 0), (8, 6), (9, 0), (10, 0), (12, 0))

#: Build -> compute capabilities that it has code for. 11.0 exists on aarch64 only, as do its GPUs.
ARCHITECTURES: dict[str, tuple[Capability, ...]] = {
    "cu132": (*_FROM_TURING, (11, 0)),
    "cu130": (*_FROM_TURING, (11, 0)),
    "cu129": ((7, 0), *_FROM_TURING),
    "cu128": _FROM_TURING,
    "cu126": _TO_HOPPER,
    "cu124": _TO_HOPPER,
    "cu121": _TO_HOPPER,
    "cu118": _TO_HOPPER,
}
#: Versions of PyTorch whose CUDA 12.8 build still supports Volta.
_VOLTA_IN_CU128 = frozenset({"2.8", "2.9", "2.10"})

#: Major version of CUDA -> minimum driver on Linux, and on Windows.
DRIVERS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "13": ((580,), (580,)),
    "12": ((525, 60, 13), (528, 33)),
    "11": ((450, 80, 2), (452, 39)),
}


def has_code_for(build: str, minor: str, capability: Capability) -> bool:
    """Returns whether a CUDA build has code for a GPU.

    Code for one compute capability runs on later ones of the same major version: 8.6 on 8.9.

    Args:
        build: Such as ``cu128``.
        minor: Version of PyTorch, such as ``2.11``.
        capability: The GPU's.
    """
    architectures = ARCHITECTURES[build]
    if build == "cu128" and minor in _VOLTA_IN_CU128:
        architectures = ((7, 0), *architectures)
    return any(major == capability[0] and least <= capability[1] for major, least in architectures)


def least_driver(build: str, *, is_windows: bool) -> tuple[int, ...]:
    """Returns the minimum NVIDIA driver of a CUDA build, such as ``(525, 60, 13)``."""
    return DRIVERS[build[2:4]][is_windows]
