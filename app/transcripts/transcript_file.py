"""Saves transcripts as text or subtitles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.atomic_file import replacing

if TYPE_CHECKING:
    from app.transcripts.transcript import Transcript


def write_transcript(path: Path, transcript: Transcript) -> None:
    """Saves a transcript in one step; blocks.

    Args:
        path: Gets subtitles if its suffix is ``.srt``, else text.
        transcript: The transcript.

    Raises:
        OSError: The file can't be written.
    """
    is_srt = path.suffix.lower() == ".srt"
    write_text(path, transcript.subtitles if is_srt else transcript.text)


def write_text(path: Path, text: str) -> None:
    """Writes a file in one step; blocks.

    Raises:
        OSError: The file can't be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
