"""Audio: plays streamed speech, records, and saves to files.

Knows nothing of Qt, engines, or NumPy. A program makes one player; every piece of speech is a
playback of its own, so that a late chunk of one never ends up in the next::

    player = Player()
    playback = player.start(24000, "float32", on_state=changed)   # opens the device meanwhile
    playback.feed(chunk)                                          # the first chunk starts it
    playback.finish()                                             # no more to come
    playback.stop()                                               # or: silence, at once
    player.close()                                                # at quit

Only ``Player.close`` blocks: everything that waits for the audio system happens on the player's
own thread, ``engineroom.audio``. ``on_state`` is called on threads of the player and must be
quick: in a Qt program it emits a signal.

Modules, from the device up:

- ``speech_buffer``: what the real-time callback reads; no locks, counts what went wrong;
- ``portaudio``: the only module that touches PortAudio; imports it when first needed;
- ``alsa``: keeps PortAudio from aborting the program on a Linux without an ALSA configuration;
- ``devices``: audio outputs;
- ``state_machine``: states of a playback or a recording, published in order;
- ``playback``, ``recording``, and ``player``: what callers use;
- ``sound_file``: reading and saving;
- ``peaks``: a waveform to draw.
"""

from __future__ import annotations

from app.audio.devices import OutputDevice
from app.audio.errors import SoundProblem, SoundUnavailable
from app.audio.peaks import Outline, Peaks
from app.audio.playback import Playback, PlaybackState
from app.audio.player import Player
from app.audio.recording import Recording, RecordingState
from app.audio.sound_file import SoundFileProblem, write_speech
from app.audio.speech_format import SpeechFormat

__all__ = [
    "Outline",
    "OutputDevice",
    "Peaks",
    "Playback",
    "PlaybackState",
    "Player",
    "Recording",
    "RecordingState",
    "SoundFileProblem",
    "SoundProblem",
    "SoundUnavailable",
    "SpeechFormat",
    "write_speech",
]
