"""An ALSA device without hardware that records the content of a file."""

from __future__ import annotations

import os
from pathlib import Path

CONFIGURATION = """
pcm.sink {{ type null }}
pcm.heard {{
    type file slave.pcm "sink" format "raw" file "{nowhere}" infile "{heard}"
}}
pcm.!default {{
    type asym
    playback.pcm "sink"
    capture.pcm {{ type plug slave {{ pcm "heard" rate 24000 format S16_LE channels 1 }} }}
}}
"""


def microphone(folder: Path, speech: bytes) -> dict[str, str]:
    """Returns variables that make a file the default microphone of a program.

    It is not paced: minutes are heard in a moment. What comes after the speech is anything.

    Args:
        folder: One of its own.
        speech: int16 samples at 24 kHz.
    """
    folder.mkdir(parents=True, exist_ok=True)
    heard = folder / "heard.raw"
    heard.write_bytes(speech)
    configuration = folder / "asound.conf"
    configuration.write_text(
        CONFIGURATION.format(heard=heard, nowhere=os.devnull), encoding="utf-8"
    )
    return {"ALSA_CONFIG_PATH": str(configuration)}
