"""What speech can be played on."""

from __future__ import annotations

from dataclasses import dataclass

from app.audio import errors, portaudio


@dataclass(frozen=True)
class OutputDevice:
    """A device as PortAudio saw it when it last looked.

    Attributes:
        name: As the system calls it.
        host_api: The way to it: ALSA, Core Audio, MME, Windows WASAPI, …; the same device is
            often reached in several ways.
        is_default: What is played on when nothing is chosen.
        index: PortAudio's number, good only until it looks again.
    """

    name: str
    host_api: str
    is_default: bool
    index: int

    @property
    def id(self) -> str:
        """What to remember a choice by; the same after a restart."""
        return f"{self.name}, {self.host_api}"


def output_devices() -> tuple[OutputDevice, ...]:
    """The devices with at least one output channel; blocks, on the player's thread only.

    Raises:
        SoundUnavailable: There is no PortAudio, or no output device at all.
    """
    sounddevice = portaudio.load()
    default = sounddevice.default.device[1]
    hosts = [host["name"] for host in sounddevice.query_hostapis()]
    devices = tuple(
        OutputDevice(device["name"], hosts[device["hostapi"]], index == default, index)
        for index, device in enumerate(sounddevice.query_devices())
        if device["max_output_channels"] > 0
    )
    if not devices:
        raise errors.no_device()
    return devices


def index_of(device_id: str | None) -> int | None:
    """PortAudio's number of a chosen device; None for None, the system's default.

    Args:
        device_id: An :attr:`OutputDevice.id`.

    Raises:
        SoundUnavailable: It is not connected.
    """
    if device_id is None:
        return None
    for device in output_devices():
        if device.id == device_id:
            return device.index
    raise errors.not_connected(device_id)
