"""``engineroom voices``: lists, adds, and deletes the user's voices."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import DONE, FAILED
from app.cli.terminal import print_error, table

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from app.voices.store import Clip


def add(commands: Commands) -> None:
    """Adds the command and its actions."""
    voices = commands.add_parser("voices", help="list, add, and delete your voices")
    actions = voices.add_subparsers(dest="action", metavar="action", required=True)

    list_ = actions.add_parser("list", help="list your voices")
    list_.add_argument("--json", action="store_true", help="print as JSON")
    list_.set_defaults(run=_list)

    add_voice = actions.add_parser("add", help="save a recording as a voice")
    add_voice.add_argument("name", help="voice name")
    add_voice.add_argument("recording", type=Path, help="audio file, 5 to 30 s of one speaker")
    add_voice.add_argument("--text", default="", help="transcript of the recording")
    add_voice.add_argument("--language", default="", help="language code, such as en")
    add_voice.set_defaults(run=_add)

    remove = actions.add_parser("remove", help="delete a voice")
    remove.add_argument("name", help="voice name")
    remove.set_defaults(run=_remove)


def _list(room: EngineRoom, arguments: argparse.Namespace) -> int:
    clips = room.voices.clips()
    if arguments.json:
        print(json.dumps([_document(clip) for clip in clips], ensure_ascii=False))
        return DONE
    rows = [("NAME", "SECONDS", "LANGUAGE", "FAULTS")]
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
        print_error(str(error))
        return FAILED
    for fault in clip.faults:
        print_error(
            f"{clip.name} saved, but {fault.value}. A better recording gives a better voice."
        )
    print(f"{clip.name}: {clip.facts.duration_s:.1f} s")
    return DONE


def _remove(room: EngineRoom, arguments: argparse.Namespace) -> int:
    clip = room.voices.get(arguments.name)
    if clip is None:
        names = ", ".join(clip.name for clip in room.voices.clips()) or "none"
        print_error(f"No voice {arguments.name!r}. Available: {names}")
        return FAILED
    try:
        room.voices.remove(clip)
    except OSError as error:
        print_error(f"Couldn't delete {clip.name}: {error}")
        return FAILED
    print(f"{clip.name} deleted.")
    return DONE


def _document(clip: Clip) -> dict[str, Any]:
    return {
        "name": clip.name,
        "path": str(clip.path),
        "text": clip.text,
        "language": clip.language,
        "faults": [fault.value for fault in clip.faults],
        **asdict(clip.facts),
    }
