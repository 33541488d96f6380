"""Is ALSA set up at all? Asked before PortAudio is, which would end the program.

PortAudio's ``BuildDeviceList`` asserts that ALSA's configuration has a ``default`` (or
``dmix``) device; Debian builds it with assertions on. Where ALSA's configuration files are
missing, as in a trimmed container, ``Pa_Initialize`` therefore calls ``abort()`` and takes
the whole application along (PortAudio 19.6, ``src/hostapi/alsa/pa_linux_alsa.c:1454``).
"""

from __future__ import annotations

import logging
import sys

logger = logging.getLogger(__name__)


def has_default_device() -> bool:
    """Whether ALSA's configuration knows a default output device.

    True also where that cannot be asked: on other systems, and without ALSA's library,
    PortAudio does not use ALSA either. Reads files; not for the GUI thread.
    """
    if not sys.platform.startswith("linux"):
        return True
    import ctypes  # 5 ms, not for the start of the application

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
