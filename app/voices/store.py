"""The user's voices on disk: a WAV file and a description for each."""

from __future__ import annotations

import json
import logging
import re
import threading
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from app.voices.checks import ClipFacts, ClipFault, faults_for, measure
from workers.base.messages import translatable

logger = logging.getLogger(__name__)

_LONGEST_NAME = 60


class VoiceProblem(RuntimeError):
    """A voice cannot be kept, changed or found; the message is a sentence for the user.

    Attributes:
        fault: What is wrong with the recording; None where it is something else.
    """

    def __init__(self, message: str, fault: ClipFault | None = None) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Clip:
    """One voice.

    Attributes:
        name: As the user calls it; unique, whatever its case.
        path: A WAV file, mono, 16 bits, at the rate of the recording. Ours: nobody else's file is
            ever kept by reference.
        facts: What was measured of it.
        text: The words that are said in it, for engines that want them; may be empty.
        language: Code of the language that is spoken in it; may be empty.
    """

    name: str
    path: Path
    facts: ClipFacts
    text: str = ""
    language: str = ""

    @property
    def faults(self) -> tuple[ClipFault, ...]:
        """What could be better about the recording."""
        return faults_for(self.facts)


class ClipStore:
    """All voices in one folder; safe from any thread, every method reads or writes files.

    A voice is there when its description is, which is written last and deleted first: a kill at
    any moment leaves a whole voice or none.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet.

        Args:
            folder: Need not exist.
        """
        self._folder = folder
        self._lock = threading.Lock()

    def clips(self) -> tuple[Clip, ...]:
        """All voices, by name. One that cannot be read is left out, and told in the log."""
        found = (self._read(file) for file in self._folder.glob("*.json"))
        clips = [clip for clip in found if clip is not None]
        return tuple(sorted(clips, key=lambda clip: _key(clip.name)))

    def get(self, name: str) -> Clip | None:
        """The voice of that name, whatever its case; None where there is none."""
        wanted = _key(name)
        return next((clip for clip in self.clips() if _key(clip.name) == wanted), None)

    def add(self, name: str, recording: Path, *, text: str = "", language: str = "") -> Clip:
        """Keep a copy of a recording as a voice.

        Args:
            name: What to call it.
            recording: A sound file; of several channels the first is taken.
            text: The words that are said in it.
            language: Code of its language.

        Raises:
            VoiceProblem: The name is taken or none, or the recording cannot be a voice: it is
                no sound file, or has a fault that is fatal.
            OSError: It cannot be written.
        """
        from app.audio import Peaks, write_speech
        from app.audio.sound_file import SoundFileProblem, read_speech

        name = _checked_name(name)
        try:
            samples, speech_format = read_speech(recording)
        except SoundFileProblem as error:
            raise VoiceProblem(error.args[0]) from error
        peaks = Peaks(speech_format)
        peaks.add(samples)
        facts = measure(peaks.outline(), speech_format.sample_rate)
        fatal = next((fault for fault in faults_for(facts) if fault.is_fatal), None)
        if fatal is not None:
            message = f"{recording.name} can't be used as a voice: {fatal.value}."
            raise VoiceProblem(message, fatal)
        with self._lock:
            self._check_free(name)
            path = self._folder / f"{_slug(name)}-{uuid.uuid4().hex[:8]}.wav"
            write_speech(path, [samples], speech_format)
            clip = Clip(name, path, facts, " ".join(text.split()), language)
            try:
                self._describe(clip)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        return clip

    def rename(self, clip: Clip, name: str) -> Clip:
        """Call a voice something else. Raises as :meth:`add`."""
        name = _checked_name(name)
        with self._lock:
            if _key(name) != _key(clip.name):
                self._check_free(name)
            return self._describe(replace(clip, name=name))

    def describe(self, clip: Clip, *, text: str, language: str) -> Clip:
        """Say what is spoken in a voice's clip, and in which language.

        Raises:
            VoiceProblem: It has been deleted meanwhile.
            OSError: It cannot be written.
        """
        with self._lock:
            return self._describe(replace(clip, text=" ".join(text.split()), language=language))

    def remove(self, clip: Clip) -> None:
        """Delete a voice; nothing happens when it has gone already.

        Raises:
            OSError: It cannot be deleted.
        """
        with self._lock:
            clip.path.with_suffix(".json").unlink(missing_ok=True)
            clip.path.unlink(missing_ok=True)

    def _check_free(self, name: str) -> None:
        if self.get(name) is not None:
            told = translatable(
                "A voice named {name} already exists. Choose another name.", name=name
            )
            raise VoiceProblem(told)

    def _describe(self, clip: Clip) -> Clip:
        from workers.base.atomic_file import write_file

        if not clip.path.is_file():
            raise VoiceProblem(translatable("The voice {name} no longer exists.", name=clip.name))
        told = {
            "name": clip.name,
            "text": clip.text,
            "language": clip.language,
            "facts": asdict(clip.facts),
        }
        content = json.dumps(told, ensure_ascii=False, indent=1)
        write_file(clip.path.with_suffix(".json"), content + "\n")
        return clip

    def _read(self, file: Path) -> Clip | None:
        path = file.with_suffix(".wav")
        try:
            told = cast("Mapping[str, Any]", json.loads(file.read_text(encoding="utf-8")))
            numbers = {name: float(value) for name, value in told["facts"].items()}
            facts = ClipFacts(sample_rate=int(numbers.pop("sample_rate")), **numbers)
            clip = Clip(str(told["name"]), path, facts, str(told["text"]), str(told["language"]))
        except FileNotFoundError:  # deleted meanwhile
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            logger.warning("ignoring the voice in %s: can't be read: %s", file, error)
            return None
        return clip if path.is_file() else None


def _checked_name(name: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        raise VoiceProblem(translatable("Enter a name for the voice."))
    if len(name) > _LONGEST_NAME or not name.isprintable():
        told = translatable(
            "A voice name must be one line of at most {} characters.", _LONGEST_NAME
        )
        raise VoiceProblem(told)
    return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _slug(name: str) -> str:
    """The name as far as every file system takes it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "voice"
