"""Sound: streamed speech to the loudspeaker, from the microphone, and into a file.

Knows nothing of Qt, of engines or of numpy. A player is made once; each thing that is said is
a playback of its own, so that a late chunk of the last one can never end up in the next::

    player = Player()
    playback = player.start(24000, "float32", on_state=changed)   # opens the device meanwhile
    playback.feed(chunk)                                          # sound starts with the first
    playback.finish()                                             # no more to come
    playback.stop()                                               # or: heard at once
    player.close()                                                # at quit

None of these blocks, except ``Player.close``: everything that waits for the sound system
happens on the player's own thread, ``engineroom.audio``. ``on_state`` is called on threads
of the player and has to be quick: in a Qt program it emits a signal.

Modules, from the loudspeaker up:

- ``speech_buffer``: what the real-time callback reads; no locks, counts what went wrong;
- ``portaudio``: the only module that touches PortAudio; imports it when first needed;
- ``alsa``: keeps PortAudio from aborting the program on a Linux without an ALSA set-up;
- ``devices``: what can be played on;
- ``state_machine``: states of a playback or a recording, published in order;
- ``playback`` (and ``playback_state``), ``recording`` and ``player``: what callers use;
- ``sound_file``: saving;
- ``peaks``: what speech looks like.
"""

from __future__ import annotations

from app.audio.devices import OutputDevice
from app.audio.errors import SoundProblem, SoundUnavailable
from app.audio.peaks import Outline, Peaks
from app.audio.playback import Playback
from app.audio.playback_state import PlaybackState
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
