"""Checks ALSA's configuration before PortAudio does, which would abort the program.

PortAudio's ``BuildDeviceList`` asserts that ALSA's configuration has a ``default`` (or
``dmix``) device; Debian builds it with assertions on. Where ALSA's configuration files are
missing, as in a minimal container, ``Pa_Initialize`` therefore calls ``abort()`` (PortAudio 19.6,
``src/hostapi/alsa/pa_linux_alsa.c:1454``).
"""

from __future__ import annotations

import logging
import sys

logger = logging.getLogger(__name__)


def has_default_device() -> bool:
    """Returns whether ALSA's configuration has a default output device.

    True on other systems and without ALSA's library, where PortAudio doesn't use ALSA. Reads
    files; not for the main thread.
    """
    if not sys.platform.startswith("linux"):
        return True
    import ctypes  # takes 5 ms, which the start of the program needn't pay

    try:
        library = ctypes.CDLL("libasound.so.2")
    except OSError:
        return True
    failed = library.snd_config_update()
    if failed < 0:
        logger.warning("couldn't read the ALSA configuration (error %s)", failed)
        return False
    configuration = ctypes.c_void_p.in_dll(library, "snd_config")
    found = ctypes.c_void_p()
    result: int = library.snd_config_search(configuration, b"pcm.default", ctypes.byref(found))
    return result >= 0
