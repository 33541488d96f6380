"""The user's voices on the disk: a WAV file and a description for each."""

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

_MAX_NAME_LENGTH = 60


class VoiceProblem(RuntimeError):
    """A voice can't be saved, changed, or found; the message is a sentence for the user.

    Attributes:
        fault: The fault of the recording; None for other problems.
    """

    def __init__(self, message: str, fault: ClipFault | None = None) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Clip:
    """One of the user's voices.

    Attributes:
        name: Unique, regardless of case.
        path: WAV file in the store, mono, 16 bits, at the rate of the recording.
        facts: Measurements of the recording.
        text: Transcript, for engines that need it; may be empty.
        language: Language code; may be empty.
    """

    name: str
    path: Path
    facts: ClipFacts
    text: str = ""
    language: str = ""

    @property
    def faults(self) -> tuple[ClipFault, ...]:
        """Faults of the recording, none of which is fatal."""
        return faults_for(self.facts)


class ClipStore:
    """All voices in one folder; safe from any thread. Every method reads or writes files.

    A voice exists if its description does, which is written last and deleted first: a process
    that is killed leaves a complete voice or none.
    """

    def __init__(self, folder: Path) -> None:
        """Args: folder: Need not exist."""
        self._folder = folder
        self._lock = threading.Lock()

    def clips(self) -> tuple[Clip, ...]:
        """Returns all voices by name; logs and leaves out voices that can't be read."""
        read = (self._read(file) for file in self._folder.glob("*.json"))
        clips = [clip for clip in read if clip is not None]
        return tuple(sorted(clips, key=lambda clip: _key(clip.name)))

    def get(self, name: str) -> Clip | None:
        """Returns the voice of a name, regardless of case; None if there is none."""
        key = _key(name)
        return next((clip for clip in self.clips() if _key(clip.name) == key), None)

    def add(self, name: str, recording: Path, *, text: str = "", language: str = "") -> Clip:
        """Saves a copy of a recording as a voice.

        Args:
            name: Name of the voice.
            recording: Audio file; only the first channel is used.
            text: Transcript.
            language: Language code.

        Raises:
            VoiceProblem: The name is taken or invalid, or the recording isn't an audio file or
                has a fatal fault.
            OSError: The voice can't be written.
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
        """Renames a voice. Raises as :meth:`add`."""
        name = _checked_name(name)
        with self._lock:
            if _key(name) != _key(clip.name):
                self._check_free(name)
            return self._describe(replace(clip, name=name))

    def describe(self, clip: Clip, *, text: str, language: str) -> Clip:
        """Sets the transcript and the language of a voice.

        Raises:
            VoiceProblem: The voice was deleted meanwhile.
            OSError: It can't be written.
        """
        with self._lock:
            return self._describe(replace(clip, text=" ".join(text.split()), language=language))

    def remove(self, clip: Clip) -> None:
        """Deletes a voice; does nothing if it was deleted already.

        Raises:
            OSError: It can't be deleted.
        """
        with self._lock:
            clip.path.with_suffix(".json").unlink(missing_ok=True)
            clip.path.unlink(missing_ok=True)

    def _check_free(self, name: str) -> None:
        if self.get(name) is not None:
            message = translatable(
                "A voice named {name} already exists. Choose another name.", name=name
            )
            raise VoiceProblem(message)

    def _describe(self, clip: Clip) -> Clip:
        from workers.base.atomic_file import write_file

        if not clip.path.is_file():
            raise VoiceProblem(translatable("The voice {name} no longer exists.", name=clip.name))
        description = {
            "name": clip.name,
            "text": clip.text,
            "language": clip.language,
            "facts": asdict(clip.facts),
        }
        content = json.dumps(description, ensure_ascii=False, indent=1)
        write_file(clip.path.with_suffix(".json"), content + "\n")
        return clip

    def _read(self, file: Path) -> Clip | None:
        path = file.with_suffix(".wav")
        try:
            description = cast("Mapping[str, Any]", json.loads(file.read_text(encoding="utf-8")))
            numbers = {name: float(value) for name, value in description["facts"].items()}
            facts = ClipFacts(sample_rate=int(numbers.pop("sample_rate")), **numbers)
            clip = Clip(
                str(description["name"]),
                path,
                facts,
                str(description["text"]),
                str(description["language"]),
            )
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
    if len(name) > _MAX_NAME_LENGTH or not name.isprintable():
        message = translatable(
            "A voice name must be one line of at most {} characters.", _MAX_NAME_LENGTH
        )
        raise VoiceProblem(message)
    return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _slug(name: str) -> str:
    """Returns a name in characters that every file system accepts."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "voice"
