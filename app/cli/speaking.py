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
    say = commands.add_parser("say", help="speak a text into a WAV file")
    say.add_argument("text", help="what to say")
    say.add_argument("--out", type=Path, required=True, help="the WAV file to write")
    say.add_argument(
        "--engine",
        help="an engine's id, the first that is installed by default; several with commas between "
        "them: the next one speaks when one cannot; auto: whoever can",
    )
    say.add_argument("--voice", help="one of the engine's voices, or of your own")
    say.add_argument("--language", help="such as en; the engine's first by default")
    say.add_argument("--speed", type=float, help="1.0 is the voice's natural speed")
    say.add_argument("--json", action="store_true", help="print the figures as JSON")
    say.set_defaults(run=_say, starts_engines=True)


def _say(room: EngineRoom, arguments: argparse.Namespace) -> int:
    asked = arguments.engine or ""
    if asked == "auto" or "," in asked:
        return _say_by_chain(room, arguments)
    engine = arguments.engine or _first_that_speaks(room)
    if engine is None:
        tell("No speaking engine is installed. Install one first: engineroom prepare")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    if not room.is_installed(engine):
        tell(f"{entry.name} is not installed. Install it first: engineroom prepare {engine}")
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
        tell(f"{failed['engine']} could not: {failed['why']}")
    if answer.get("voice_wanted"):
        tell(f"{answer['engine']} has no voice {answer['voice_wanted']!r} and used its own.")
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
        print(f"{answer['path']}: {answer['duration']:.2f} s of speech by {name}")
    return DONE


def _first_that_speaks(room: EngineRoom) -> str | None:
    for engine, entry in room.engines.items():
        if entry.kind == "tts" and room.is_installed(engine):
            return engine
    return None
