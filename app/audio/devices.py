"""Audio outputs."""

from __future__ import annotations

from dataclasses import dataclass

from app.audio import errors, portaudio


@dataclass(frozen=True)
class OutputDevice:
    """An audio output, as of PortAudio's last scan.

    Attributes:
        name: As the system calls it.
        host_api: ALSA, Core Audio, MME, Windows WASAPI, …; several may have the same device.
        is_default: The system's default.
        index: PortAudio's number, valid until the next scan.
    """

    name: str
    host_api: str
    is_default: bool
    index: int

    @property
    def id(self) -> str:
        """Identifies the device in settings; the same after a restart."""
        return f"{self.name}, {self.host_api}"


def output_devices() -> tuple[OutputDevice, ...]:
    """Lists devices with at least one output channel; blocks, on the player's thread only.

    Raises:
        SoundUnavailable: PortAudio is missing, or there is no output.
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
    """Returns PortAudio's number of a chosen device; None for None, the system's default.

    Args:
        device_id: An :attr:`OutputDevice.id`.

    Raises:
        SoundUnavailable: The device isn't connected.
    """
    if device_id is None:
        return None
    for device in output_devices():
        if device.id == device_id:
            return device.index
    raise errors.not_connected(device_id)
