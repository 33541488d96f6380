"""``engineroom say``: speaks text to a WAV file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import DONE, FAILED, is_known
from app.cli.terminal import print_error

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.catalog.entry import CatalogEntry


def add(commands: Commands) -> None:
    """Adds the command."""
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
    requested = arguments.engine or ""
    if requested == "auto" or "," in requested:
        return _say_by_chain(room, arguments)
    engine = requested or _first_installed(room)
    if engine is None:
        print_error("No text-to-speech engine installed. List engines: engineroom engines list")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    if not room.is_installed(engine):
        print_error(
            f"{entry.name} isn't installed. Install it: engineroom engines install {engine}"
        )
        return FAILED
    language = arguments.language or (entry.languages[0] if entry.languages else "en")
    voice, voice_fields = _voice(room, entry, arguments.voice)
    answer: dict[str, Any] = json.loads(
        room.workers[engine].synthesize(
            text=arguments.text,
            language=language,
            voice=voice,
            output_path=str(arguments.out.absolute()),
            default_sample_rate=entry.sample_rate,
            extra_request={**voice_fields, **_speed(arguments)},
        )
    )
    return _print_result(arguments, answer, entry.name)


def _say_by_chain(room: EngineRoom, arguments: argparse.Namespace) -> int:
    voice, voice_fields = own_voice(room, arguments.voice)
    answer: dict[str, Any] = json.loads(
        room.chain.synthesize(
            text=arguments.text,
            engine=arguments.engine,
            language=arguments.language,
            voice=voice,
            output_path=str(arguments.out.absolute()),
            extra_request={**voice_fields, **_speed(arguments)},
        )
    )
    for failed in answer.get("fallback", ()) if "error" not in answer else ():
        print_error(f"{failed['engine']} failed: {failed['why']}")
    if answer.get("voice_wanted"):
        print_error(
            f"{answer['engine']} has no voice {answer['voice_wanted']!r}; used the default voice."
        )
    entry = room.engines.get(answer.get("engine", ""))
    return _print_result(arguments, answer, entry.name if entry is not None else "")


def _voice(
    room: EngineRoom, entry: CatalogEntry, name: str | None
) -> tuple[str | None, dict[str, Any]]:
    """Returns a voice as :func:`own_voice` does; an engine's own voices come first."""
    if name in entry.voices or not entry.supports_cloning:
        return name, {}
    return own_voice(room, name)


def own_voice(room: EngineRoom, name: str | None) -> tuple[str | None, dict[str, Any]]:
    """Looks a voice up among the user's own.

    Args:
        room: Has the user's voices.
        name: From the command line.

    Returns:
        The voice for a request (the file of the user's own, else the name), and further fields
        of the request.
    """
    clip = room.voices.get(name) if name else None
    if clip is None:
        return name, {}
    return str(clip.path), {"clip_text": clip.text} if clip.text else {}


def _speed(arguments: argparse.Namespace) -> dict[str, Any]:
    return {"speed": arguments.speed} if arguments.speed is not None else {}


def _print_result(arguments: argparse.Namespace, answer: dict[str, Any], name: str) -> int:
    if "error" in answer:
        print_error(str(answer["error"]))
        return FAILED
    if arguments.json:
        print(json.dumps(answer))
    else:
        print(f"{answer['path']}: {answer['duration']:.2f} s, {name}")
    return DONE


def _first_installed(room: EngineRoom) -> str | None:
    for engine, entry in room.engines.items():
        if entry.kind == "tts" and room.is_installed(engine):
            return engine
    return None
