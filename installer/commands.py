"""The installer's commands, one function each; ``COMMANDS`` is the list of them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from installer import console, system_packages, translations
from installer.virtualenv import SetupError, VirtualEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"
ENVIRONMENT = VirtualEnvironment(ROOT / ".venv")


def run(arguments: Sequence[str]) -> int:
    """Set up what is missing, then become the application.

    Args:
        arguments: Handed to the application as they are.
    """
    system_packages.ensure(system_packages.APP_NEEDS)
    ENVIRONMENT.ensure([REQUIREMENTS / "app.txt"])
    _make_environments()
    return _become("-m", "app", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Set up what is missing, then become pytest: all tests and all static checks.

    Args:
        arguments: Handed to pytest, which runs everything when there are none.
    """
    system_packages.ensure((*system_packages.APP_NEEDS, *system_packages.TEST_NEEDS))
    _ensure_developer_environment()
    _make_environments("--tests")
    return _become("-m", "pytest", *arguments)


def pins(arguments: Sequence[str]) -> int:
    """Pin the requirements anew: ``requirements/*.txt`` from the ``*.in`` beside them.

    Args:
        arguments: Handed to ``uv pip compile``, such as ``--upgrade``.
    """
    _ensure_developer_environment()
    # Pins name packages and versions, never where this machine gets them from.
    options = ("--quiet", "--universal", "--python-version=3.11", "--no-emit-index-url")
    env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "python -m installer pins"}
    for name in ("app", "dev"):
        files = (f"{name}.in", f"--output-file={name}.txt")
        uv = (str(ENVIRONMENT.python), "-m", "uv", "pip", "compile")
        if not console.run((*uv, *options, *arguments, *files), cwd=REQUIREMENTS, env=env):
            return 1
    return 0


def translate(arguments: Sequence[str]) -> int:
    """Bring the translations up to date with the code, and make what Qt loads of them.

    Args:
        arguments: New languages to begin with, by their codes, such as ``fr``.
    """
    _ensure_developer_environment()
    for language in arguments:
        translations.begin(ROOT, language)
    compiler = ENVIRONMENT.python.parent / "pyside6-lrelease"
    for path, missing in translations.update(ROOT):
        told = f"{missing} texts to translate" if missing else "complete"
        console.say(f"{path.name}: {told}")
        compiled = str(path.with_suffix(".qm"))
        if not console.run((str(compiler), "-silent", str(path), "-qm", compiled)):
            return 1
    return 0


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "pins": pins,
    "translate": translate,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; answers the process's exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m installer",
        description="Set up Engine Room, then run it or its tests.",
        epilog="\n".join(f"{name:10}{_summary(command)}" for name, command in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(COMMANDS), help="see below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=("arguments for the command"))
    chosen = parser.parse_args(arguments)
    try:
        return COMMANDS[chosen.command](chosen.arguments)
    except SetupError as failure:
        console.say(str(failure))
        return 1
    except KeyboardInterrupt:
        console.say("Interrupted. Run the same command again to resume.")
        return 130


def _summary(command: Callable[[Sequence[str]], int]) -> str:
    return (command.__doc__ or "").partition("\n")[0].rstrip(".")


def _ensure_developer_environment() -> None:
    ENVIRONMENT.ensure([REQUIREMENTS / "app.txt", REQUIREMENTS / "dev.txt"])


def _make_environments(*options: str) -> None:
    """Let the application's interpreter make the engines' environments.

    A failure has been told and is not the end: the application offers to try again, and a
    test that needs the environment says so.
    """
    command = (str(ENVIRONMENT.python), "-m", "installer.engine_environments", *options)
    subprocess.run(command, check=False, cwd=ROOT)


def _become(*arguments: str) -> int:
    """Go on as the environment's interpreter, in the same process where that exists."""
    command = (str(ENVIRONMENT.python), *arguments)
    os.chdir(ROOT)
    sys.stdout.flush()
    if os.name != "nt":  # there, exec gives the terminal back while the program runs
        os.execv(command[0], command)  # noqa: S606
    return subprocess.run(command, check=False).returncode
