"""``engineroom transcribe``: what is said in a sound file, as words or subtitles."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import is_known
from app.cli.exit_codes import DONE, FAILED
from app.cli.terminal import ProgressLine, tell
from app.transcripts.transcript import Transcript, heard_in, segments_in
from workers.base.events import Progress

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.tool.tool_worker import ToolWorker


def add(commands: Commands) -> None:
    """Add the command."""
    transcribe = commands.add_parser("transcribe", help="transcribe an audio file")
    transcribe.add_argument("file", type=Path, help="audio file")
    transcribe.add_argument(
        "--engine", help=("engine ID (default: the first installed speech-to-text engine)")
    )
    transcribe.add_argument("--language", help=("language code, such as en (default: detect)"))
    transcribe.add_argument("--out", type=Path, help="output file; .srt writes subtitles")
    forms = transcribe.add_mutually_exclusive_group()
    forms.add_argument("--srt", action="store_true", help="print subtitles with timestamps")
    forms.add_argument(
        "--json", action="store_true", help=("print all details as JSON, with timestamps")
    )
    transcribe.set_defaults(run=_transcribe, starts_engines=True)


def _transcribe(room: EngineRoom, arguments: argparse.Namespace) -> int:
    engine = arguments.engine or _first_that_listens(room)
    if engine is None:
        tell("No speech-to-text engine installed. List engines: engineroom engines list")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    if entry.kind != "stt":
        tell(f"{entry.name} can't transcribe. List engines: engineroom engines list")
        return FAILED
    if not room.is_installed(engine):
        tell(f"{entry.name} isn't installed. Install it: engineroom engines install {engine}")
        return FAILED
    request = {"audio_path": str(arguments.file.absolute())}
    if arguments.language:
        request["language"] = arguments.language
    answer = _listen(room.workers[engine], request)
    if "error" in answer:
        tell(str(answer["error"]))
        return FAILED
    transcript = Transcript(segments_in(answer), str(answer.get("language") or ""))
    if not transcript.segments:
        tell("No speech found.")
    return _write(transcript, answer, arguments)


def _listen(worker: ToolWorker, request: dict[str, str]) -> dict[str, Any]:
    """The engine's answer; how far it is is told meanwhile."""
    line = ProgressLine()
    try:
        with worker.stream(request) as stream:
            for message in stream:
                heard = heard_in(message)
                if heard is not None:
                    line(Progress("Listening", heard.fraction))
    finally:
        line.end()
    return stream.result


def _write(transcript: Transcript, answer: dict[str, Any], arguments: argparse.Namespace) -> int:
    if arguments.json:
        text = json.dumps(
            {"segments": answer.get("segments", []), "language": transcript.language},
            ensure_ascii=False,
        )
        text = f"{text}\n"
    elif arguments.srt or (arguments.out is not None and arguments.out.suffix.lower() == ".srt"):
        text = transcript.subtitles
    else:
        text = transcript.text
    if arguments.out is None:
        print(text, end="")
        return DONE
    from app.transcripts.transcript_file import write_text

    try:
        write_text(arguments.out, text)
    except OSError as error:
        tell(f"Couldn't write {arguments.out}: {error.strerror}")
        return FAILED
    return DONE


def _first_that_listens(room: EngineRoom) -> str | None:
    for engine, entry in room.engines.items():
        if entry.kind == "stt" and room.is_installed(engine):
            return engine
    return None
