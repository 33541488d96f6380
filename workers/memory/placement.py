"""Which device a worker may run on, and how it is told."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from workers.devices.probe import DeviceReading
from workers.memory.plan import CPU, Place

#: What keeps a worker to one device, by how engines reach it. A GPU is named by its UUID
#: where that is understood: CUDA counts the fastest first, the driver by bus address.
#: https://docs.nvidia.com/cuda/cuda-c-programming-guide/#env-vars
#: https://rocm.docs.amd.com/en/latest/conceptual/gpu-isolation.html
_VARIABLES = {"cuda": "CUDA_VISIBLE_DEVICES", "rocm": "HIP_VISIBLE_DEVICES"}
#: Tells an adapter where it shall load its model; for what no variable of a driver hides.
DEVICE_VARIABLE = "ENGINEROOM_DEVICE"


def is_cpu(wanted: str | None) -> bool:
    """True for an engine that is to stay off the GPUs."""
    return wanted == CPU.label


def candidates(
    devices: Sequence[DeviceReading],
    wanted: str | None,
    environ: Mapping[str, str] = os.environ,
) -> tuple[DeviceReading, ...]:
    """The devices that a worker may run on.

    Args:
        devices: All GPUs, or the system's memory where there is none.
        wanted: ``cuda:1``, or a device's UUID; None for any.
        environ: This process's, which its children inherit: a GPU that is hidden from
            us by ``CUDA_VISIBLE_DEVICES`` is hidden from them.
    """
    found = [device for device in devices if _is_visible(device, environ)]
    if wanted is None:
        return tuple(found)
    return tuple(it for it in found if wanted in (it.uuid, Place.on(it).label, str(it.index)))


def environment(place: Place, *, is_choice: bool) -> dict[str, str]:
    """What a worker's environment must hold so that it runs in its place.

    Args:
        place: Where.
        is_choice: False where it could run nowhere else: it is told nothing then.
    """
    if not is_choice:
        return {}
    if place.backend == "cuda":
        return {"CUDA_VISIBLE_DEVICES": place.uuid, DEVICE_VARIABLE: "cuda"}
    if place.backend == "rocm":
        return {"HIP_VISIBLE_DEVICES": str(place.index), DEVICE_VARIABLE: "cuda"}
    if place.backend == "cpu":
        # Not the empty string, which Windows takes for a variable that is not set.
        return {**dict.fromkeys(_VARIABLES.values(), "-1"), DEVICE_VARIABLE: "cpu"}
    return {DEVICE_VARIABLE: place.backend}


def is_kept_off_gpus(environment: Mapping[str, str]) -> bool:
    """True for a worker that was told to use none."""
    return environment.get(DEVICE_VARIABLE) == CPU.label


def as_seen_from_here(told: str, environment: Mapping[str, str], place: Place | None) -> str:
    """The device that a worker means: the only GPU that it sees is its number 0.

    Args:
        told: ``cuda``, ``cuda:0``, ``cpu`` …, as the worker has it.
        environment: What it was told.
        place: Where it was sent.
    """
    sees_one = any(name in environment for name in _VARIABLES.values())
    if place is not None and sees_one and told in ("cuda", "cuda:0"):
        return place.label
    return told


def _is_visible(device: DeviceReading, environ: Mapping[str, str]) -> bool:
    listed = environ.get(_VARIABLES.get(device.backend, ""))
    if listed is None:
        return True
    names = [name.strip() for name in listed.split(",")]
    return any(
        name == str(device.index) or (len(name) > 4 and device.uuid.startswith(name))
        for name in names
    )
