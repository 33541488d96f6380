"""Sound without a sound card: devices that PortAudio really plays on, and that can be read back.

- :class:`PacedDevice`: an ALSA device that takes sound at the pace of a real one and keeps every
  sample of it: for content. Give ``environment`` to the program; ALSA reads it once, when
  PortAudio is initialised, so the player always runs in a process of its own.
- :class:`PrivatePulse`: a PulseAudio server of its own: for what goes wrong (underruns, a sound
  server that dies or hangs).
- :class:`RemotePlayer`: ``app.audio.Player`` in such a process.

Debian packages: libportaudio2, libasound2-plugins, pulseaudio, pulseaudio-utils.
"""

from __future__ import annotations

from tests.support.sound.paced_device import PacedDevice
from tests.support.sound.private_pulse import PrivatePulse
from tests.support.sound.remote_player import RemotePlayer
from tests.support.sound.speech import noise

__all__ = ["PacedDevice", "PrivatePulse", "RemotePlayer", "noise"]
