"""``engineroom transcribe``: transcribes an audio file to text or subtitles."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import DONE, FAILED, is_known
from app.cli.terminal import ProgressLine, print_error
from app.transcripts.transcript import Transcript, heard_in, segments_in
from workers.base.events import Progress

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.tool.tool_worker import ToolWorker


def add(commands: Commands) -> None:
    """Adds the command."""
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
    engine = arguments.engine or _first_installed(room)
    if engine is None:
        print_error("No speech-to-text engine installed. List engines: engineroom engines list")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    if entry.kind != "stt":
        print_error(f"{entry.name} can't transcribe. List engines: engineroom engines list")
        return FAILED
    if not room.is_installed(engine):
        print_error(
            f"{entry.name} isn't installed. Install it: engineroom engines install {engine}"
        )
        return FAILED
    request = {"audio_path": str(arguments.file.absolute())}
    if arguments.language:
        request["language"] = arguments.language
    answer = _request(room.workers[engine], request)
    if "error" in answer:
        print_error(str(answer["error"]))
        return FAILED
    transcript = Transcript(segments_in(answer), str(answer.get("language") or ""))
    if not transcript.segments:
        print_error("No speech found.")
    return _write(transcript, answer, arguments)


def _request(worker: ToolWorker, request: dict[str, str]) -> dict[str, Any]:
    """Returns the engine's answer; shows progress meanwhile."""
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
        print_error(f"Couldn't write {arguments.out}: {error.strerror}")
        return FAILED
    return DONE


def _first_installed(room: EngineRoom) -> str | None:
    for engine, entry in room.engines.items():
        if entry.kind == "stt" and room.is_installed(engine):
            return engine
    return None
