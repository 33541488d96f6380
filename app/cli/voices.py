"""``engineroom voices``: recordings that engines clone, kept by name."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.exit_codes import DONE, FAILED
from app.cli.terminal import table, tell

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from app.voices.store import Clip


def add(commands: Commands) -> None:
    """Add the command, and those below it."""
    voices = commands.add_parser("voices", help="list, add, and delete your voices")
    below = voices.add_subparsers(dest="action", metavar="action", required=True)

    list_ = below.add_parser("list", help="list your voices")
    list_.add_argument("--json", action="store_true", help="print as JSON")
    list_.set_defaults(run=_list)

    keep = below.add_parser("add", help="save a recording as a voice")
    keep.add_argument("name", help="voice name")
    keep.add_argument("recording", type=Path, help="audio file, 5 to 30 s of one speaker")
    keep.add_argument("--text", default="", help="transcript of the recording")
    keep.add_argument("--language", default="", help="language code, such as en")
    keep.set_defaults(run=_add)

    remove = below.add_parser("remove", help="delete a voice")
    remove.add_argument("name", help="voice name")
    remove.set_defaults(run=_remove)


def own_voice(room: EngineRoom, name: str | None) -> tuple[str | None, dict[str, Any]]:
    """A voice as a request has it: one of the user's own by its file, any other as it is.

    Args:
        room: Has the user's own voices.
        name: What was asked for.

    Returns:
        The voice, and what a request says besides.
    """
    clip = room.voices.get(name) if name else None
    if clip is None:
        return name, {}
    return str(clip.path), {"clip_text": clip.text} if clip.text else {}


def _list(room: EngineRoom, arguments: argparse.Namespace) -> int:
    clips = room.voices.clips()
    if arguments.json:
        print(json.dumps([_described(clip) for clip in clips], ensure_ascii=False))
        return DONE
    rows = [("NAME", "SECONDS", "LANGUAGE", "COULD BE BETTER")]
    for clip in clips:
        faults = ", ".join(fault.value for fault in clip.faults)
        rows.append(
            (clip.name, f"{clip.facts.duration_s:.1f}", clip.language or "-", faults or "-")
        )
    for line in table(rows):
        print(line)
    return DONE


def _add(room: EngineRoom, arguments: argparse.Namespace) -> int:
    from app.voices.store import VoiceProblem

    try:
        clip = room.voices.add(
            arguments.name, arguments.recording, text=arguments.text, language=arguments.language
        )
    except (VoiceProblem, OSError) as error:
        tell(str(error))
        return FAILED
    for fault in clip.faults:
        tell(f"{clip.name} saved, but {fault.value}. A better recording gives a better voice.")
    print(f"{clip.name}: {clip.facts.duration_s:.1f} s")
    return DONE


def _remove(room: EngineRoom, arguments: argparse.Namespace) -> int:
    clip = room.voices.get(arguments.name)
    if clip is None:
        names = ", ".join(it.name for it in room.voices.clips()) or "none"
        tell(f"No voice {arguments.name!r}. Available: {names}")
        return FAILED
    try:
        room.voices.remove(clip)
    except OSError as error:
        tell(f"Couldn't delete {clip.name}: {error}")
        return FAILED
    print(f"{clip.name} deleted.")
    return DONE


def _described(clip: Clip) -> dict[str, Any]:
    return {
        "name": clip.name,
        "path": str(clip.path),
        "text": clip.text,
        "language": clip.language,
        "faults": [fault.value for fault in clip.faults],
        **asdict(clip.facts),
    }
