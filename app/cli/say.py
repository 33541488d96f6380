"""``engineroom say``: a text into a WAV file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import is_known
from app.cli.exit_codes import DONE, FAILED
from app.cli.terminal import tell
from app.cli.voices import own_voice

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.catalog.entry import CatalogEntry


def add(commands: Commands) -> None:
    """Add the command."""
    say = commands.add_parser("say", help="speak text to a WAV file")
    say.add_argument("text", help="text to speak")
    say.add_argument("--out", type=Path, required=True, help="output WAV file")
    say.add_argument(
        "--engine",
        help="engine ID (default: the first installed engine); separate several with commas to try "
        "them in order; auto tries every suitable engine",
    )
    say.add_argument("--voice", help="voice of the engine, or one of your voices")
    say.add_argument("--language", help=("language code, such as en (default: the engine's first)"))
    say.add_argument("--speed", type=float, help="speed; 1.0 is normal")
    say.add_argument("--json", action="store_true", help="print statistics as JSON")
    say.set_defaults(run=_say, starts_engines=True)


def _say(room: EngineRoom, arguments: argparse.Namespace) -> int:
    asked = arguments.engine or ""
    if asked == "auto" or "," in asked:
        return _say_by_chain(room, arguments)
    engine = arguments.engine or _first_that_speaks(room)
    if engine is None:
        tell("No text-to-speech engine installed. List engines: engineroom engines list")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    if not room.is_installed(engine):
        tell(f"{entry.name} isn't installed. Install it: engineroom engines install {engine}")
        return FAILED
    language = arguments.language or (entry.languages[0] if entry.languages else "en")
    voice, besides = _voice(room, entry, arguments.voice)
    answer: dict[str, Any] = json.loads(
        room.workers[engine].synthesize(
            text=arguments.text,
            language=language,
            voice=voice,
            output_path=str(arguments.out.absolute()),
            default_sample_rate=entry.sample_rate,
            extra_request={**besides, **_extra(arguments)},
        )
    )
    return _tell_speech(arguments, answer, entry.name)


def _say_by_chain(room: EngineRoom, arguments: argparse.Namespace) -> int:
    voice, besides = own_voice(room, arguments.voice)
    answer: dict[str, Any] = json.loads(
        room.chain.synthesize(
            text=arguments.text,
            engine=arguments.engine,
            language=arguments.language,
            voice=voice,
            output_path=str(arguments.out.absolute()),
            extra_request={**besides, **_extra(arguments)},
        )
    )
    for failed in answer.get("fallback", ()) if "error" not in answer else ():
        tell(f"{failed['engine']} failed: {failed['why']}")
    if answer.get("voice_wanted"):
        tell(f"{answer['engine']} has no voice {answer['voice_wanted']!r}; used the default voice.")
    entry = room.engines.get(answer.get("engine", ""))
    return _tell_speech(arguments, answer, entry.name if entry is not None else "")


def _voice(
    room: EngineRoom, entry: CatalogEntry, name: str | None
) -> tuple[str | None, dict[str, Any]]:
    """An engine's own names come first; only one that clones takes the user's voices."""
    if name in entry.voices or not entry.supports_cloning:
        return name, {}
    return own_voice(room, name)


def _extra(arguments: argparse.Namespace) -> dict[str, Any]:
    return {"speed": arguments.speed} if arguments.speed is not None else {}


def _tell_speech(arguments: argparse.Namespace, answer: dict[str, Any], name: str) -> int:
    if "error" in answer:
        tell(str(answer["error"]))
        return FAILED
    if arguments.json:
        print(json.dumps(answer))
    else:
        print(f"{answer['path']}: {answer['duration']:.2f} s, {name}")
    return DONE


def _first_that_speaks(room: EngineRoom) -> str | None:
    for engine, entry in room.engines.items():
        if entry.kind == "tts" and room.is_installed(engine):
            return engine
    return None
