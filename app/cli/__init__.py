"""Engine Room in a terminal: no Qt, and no engine's library either."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.errors import WorkerError

if TYPE_CHECKING:
    from app.room import EngineRoom
    from workers.events import Progress

Build = Callable[[], "EngineRoom"]


def parser() -> argparse.ArgumentParser:
    """The command line; without a command the tray application runs."""
    top = argparse.ArgumentParser(
        prog="engineroom",
        description="Run speech engines, each in a process of its own.",
        epilog="Without a command: the tray application.",
    )
    top.set_defaults(starts_engines=False)
    top.add_argument("--hidden", action="store_true", help="start in the tray, without a window")
    commands = top.add_subparsers(dest="command", metavar="command")

    say = commands.add_parser("say", help="speak a text into a WAV file")
    say.add_argument("text", help="what to say")
    say.add_argument("--out", type=Path, required=True, help="the WAV file to write")
    say.add_argument(
        "--engine",
        help="an engine's id, the first that is installed by default; several with commas between "
        "them: the next one speaks when one cannot; auto: whoever can",
    )
    say.add_argument("--voice", help="one of the engine's voices")
    say.add_argument("--language", help="such as en; the engine's first by default")
    say.add_argument("--speed", type=float, help="1.0 is the voice's natural speed")
    say.add_argument("--json", action="store_true", help="print the figures as JSON")
    say.set_defaults(run=_say, starts_engines=True)

    list_ = commands.add_parser("list", help="list the engines and whether they are installed")
    list_.set_defaults(run=_list)

    prepare = commands.add_parser("prepare", help="install what an engine needs")
    prepare.add_argument("engine", nargs="?", help="its id; the first of the list by default")
    prepare.set_defaults(run=_prepare, starts_engines=True)

    plan = commands.add_parser(
        "plan", help="tell what a start would do; nothing is done. 1 when it would be refused"
    )
    plan.add_argument("engine", help="its id")
    plan.set_defaults(run=_plan)

    memory = commands.add_parser("memory", help="show who holds how much memory")
    memory.add_argument("--json", action="store_true", help="print everything, in bytes, as JSON")
    memory.set_defaults(run=_memory)
    return top


def run(arguments: argparse.Namespace, build: Build) -> int:
    """Carry out a parsed command.

    Args:
        arguments: From :func:`parser`, with a command.
        build: Builds the engine room.

    Returns:
        The process's exit code: 0 for success, 1 for a failure that was told on stderr.
    """
    room = build()
    for problem in room.problems:
        _tell(problem)
    try:
        return arguments.run(room, arguments)
    except WorkerError as error:
        _tell(str(error))
        return 1
    except KeyboardInterrupt:
        _tell("Interrupted.")
        return 130
    finally:
        room.close()


def _say(room: EngineRoom, arguments: argparse.Namespace) -> int:
    asked = arguments.engine or ""
    if asked == "auto" or "," in asked:
        return _say_by_chain(room, arguments)
    engine = arguments.engine or _first(room, "tts", is_installed=True)
    if engine is None:
        _tell("No speaking engine is installed. Install one first: engineroom prepare")
        return 1
    if not _is_known(room, engine):
        return 1
    entry = room.engines[engine]
    if not room.is_installed(engine):
        _tell(f"{entry.name} is not installed. Install it first: engineroom prepare {engine}")
        return 1
    language = arguments.language or (entry.languages[0] if entry.languages else "en")
    answer: dict[str, Any] = json.loads(
        room.workers[engine].synthesize(
            text=arguments.text,
            language=language,
            voice=arguments.voice,
            output_path=str(arguments.out.absolute()),
            default_sample_rate=entry.sample_rate,
            extra_request=_extra(arguments),
        )
    )
    return _tell_speech(arguments, answer, entry.name)


def _say_by_chain(room: EngineRoom, arguments: argparse.Namespace) -> int:
    answer: dict[str, Any] = json.loads(
        room.chain.synthesize(
            text=arguments.text,
            engine=arguments.engine,
            language=arguments.language,
            voice=arguments.voice,
            output_path=str(arguments.out.absolute()),
            extra_request=_extra(arguments),
        )
    )
    for failed in answer.get("fallback", ()) if "error" not in answer else ():
        _tell(f"{failed['engine']} could not: {failed['why']}")
    if answer.get("voice_wanted"):
        _tell(f"{answer['engine']} has no voice {answer['voice_wanted']!r} and used its own.")
    entry = room.engines.get(answer.get("engine", ""))
    return _tell_speech(arguments, answer, entry.name if entry is not None else "")


def _extra(arguments: argparse.Namespace) -> dict[str, Any] | None:
    return {"speed": arguments.speed} if arguments.speed is not None else None


def _tell_speech(arguments: argparse.Namespace, answer: dict[str, Any], name: str) -> int:
    if "error" in answer:
        _tell(str(answer["error"]))
        return 1
    if arguments.json:
        print(json.dumps(answer))
    else:
        print(f"{answer['path']}: {answer['duration']:.2f} s of speech by {name}")
    return 0


def _list(room: EngineRoom, arguments: argparse.Namespace) -> int:
    del arguments
    for engine, entry in room.engines.items():
        state = "installed" if room.is_installed(engine) else "not installed"
        voices = ", ".join(entry.voices) or "its own voice"
        print(f"{engine:<16} {state:<14} {entry.name}: {voices}")
    return 0


def _prepare(room: EngineRoom, arguments: argparse.Namespace) -> int:
    engine = arguments.engine or next(iter(room.engines), None)
    if engine is None:
        _tell("The catalog is empty: there is nothing to prepare.")
        return 1
    if not _is_known(room, engine):
        return 1
    entry = room.engines[engine]
    if room.is_installed(engine):
        print(f"{entry.name} is ready.")
        return 0
    room.environments.create(entry.environment, entry.requirements, progress=_show_progress)
    print(f"{entry.name} is ready.")
    return 0


def _plan(room: EngineRoom, arguments: argparse.Namespace) -> int:
    from app.cli.memory import show_plan

    return show_plan(room, arguments.engine) if _is_known(room, arguments.engine) else 1


def _memory(room: EngineRoom, arguments: argparse.Namespace) -> int:
    from app.cli.memory import show_memory

    return show_memory(room, as_json=arguments.json)


def _first(room: EngineRoom, kind: str, *, is_installed: bool) -> str | None:
    for engine, entry in room.engines.items():
        if entry.kind == kind and (not is_installed or room.is_installed(engine)):
            return engine
    return None


def _is_known(room: EngineRoom, engine: str) -> bool:
    if engine in room.engines:
        return True
    _tell(f"There is no engine {engine!r}. There are: {', '.join(room.engines) or 'none'}")
    return False


def _show_progress(progress: Progress) -> None:
    percent = f" {progress.fraction:.0%}" if progress.fraction is not None else ""
    _tell(f"{progress.stage}{percent} {progress.detail}".rstrip())


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
