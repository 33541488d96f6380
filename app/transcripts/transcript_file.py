"""A transcript as a file: words, or subtitles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.atomic_file import replacing

if TYPE_CHECKING:
    from app.transcripts.transcript import Transcript


def write_transcript(path: Path, transcript: Transcript) -> None:
    """Write it whole or not at all; blocks.

    Args:
        path: Subtitles where its suffix is ``.srt``, else the words alone.
        transcript: What was said.

    Raises:
        OSError: The file cannot be written.
    """
    is_srt = path.suffix.lower() == ".srt"
    write_text(path, transcript.subtitles if is_srt else transcript.text)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; blocks.

    Raises:
        OSError: The file cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
