"""Which device a worker may run on, and the environment variables that say so."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from workers.devices.probe import DeviceReading
from workers.memory.plan import CPU, Place

#: Variables that limit a process to one GPU, by backend. A GPU is named by its UUID where
#: that works: CUDA counts the fastest GPU first, the driver counts by bus address.
#: https://docs.nvidia.com/cuda/cuda-c-programming-guide/#env-vars
#: https://rocm.docs.amd.com/en/latest/conceptual/gpu-isolation.html
_VARIABLES = {"cuda": "CUDA_VISIBLE_DEVICES", "rocm": "HIP_VISIBLE_DEVICES"}
#: Tells an adapter where to load its model, for devices that no variable of a driver hides.
DEVICE_VARIABLE = "ENGINEROOM_DEVICE"


def is_cpu(device: str | None) -> bool:
    """Returns whether a device setting keeps an engine off the GPUs."""
    return device == CPU.label


def candidates(
    devices: Sequence[DeviceReading],
    setting: str | None,
    environ: Mapping[str, str] = os.environ,
) -> tuple[DeviceReading, ...]:
    """Returns the devices that a worker may run on.

    Args:
        devices: All GPUs, or the system's memory without a GPU.
        setting: Label such as ``cuda:1``, index, or UUID of a device; None for any.
        environ: This process's environment, which its children inherit: a GPU that
            ``CUDA_VISIBLE_DEVICES`` hides from this process is hidden from them.
    """
    visible = [device for device in devices if _is_visible(device, environ)]
    if setting is None:
        return tuple(visible)
    return tuple(
        [
            device
            for device in visible
            if setting in (device.uuid, Place.on(device).label, str(device.index))
        ]
    )


def environment(place: Place, *, has_choice: bool) -> dict[str, str]:
    """Returns the variables that make a worker run in its place.

    Args:
        place: Where.
        has_choice: False where the worker can run nowhere else: no variable is needed then.
    """
    if not has_choice:
        return {}
    if place.backend == "cuda":
        return {"CUDA_VISIBLE_DEVICES": place.uuid, DEVICE_VARIABLE: "cuda"}
    if place.backend == "rocm":
        return {"HIP_VISIBLE_DEVICES": str(place.index), DEVICE_VARIABLE: "cuda"}
    if place.backend == "cpu":
        # Not the empty string, which unsets a variable on Windows.
        return {**dict.fromkeys(_VARIABLES.values(), "-1"), DEVICE_VARIABLE: "cpu"}
    return {DEVICE_VARIABLE: place.backend}


def is_kept_off_gpus(environment: Mapping[str, str]) -> bool:
    """Returns whether a worker's variables keep it off the GPUs."""
    return environment.get(DEVICE_VARIABLE) == CPU.label


def host_device(label: str, environment: Mapping[str, str], place: Place | None) -> str:
    """Returns the label of a worker's device in this process.

    A worker that sees one GPU calls it number 0, whatever its index here.

    Args:
        label: The worker's label: ``cuda``, ``cuda:0``, ``cpu``, and so on.
        environment: The worker's variables.
        place: Where the worker was sent.
    """
    sees_one = any(name in environment for name in _VARIABLES.values())
    if place is not None and sees_one and label in ("cuda", "cuda:0"):
        return place.label
    return label


def _is_visible(device: DeviceReading, environ: Mapping[str, str]) -> bool:
    listed = environ.get(_VARIABLES.get(device.backend, ""))
    if listed is None:
        return True
    names = [name.strip() for name in listed.split(",")]
    return any(
        name == str(device.index) or (len(name) > 4 and device.uuid.startswith(name))
        for name in names
    )
