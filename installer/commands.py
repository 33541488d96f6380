"""The installer's commands, one function each, listed in ``COMMANDS``."""

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
    """Sets up what is missing, then runs the application.

    Args:
        arguments: Passed to the application.

    Returns:
        The application's exit code. Doesn't return on POSIX, where the application replaces
        this process.
    """
    system_packages.ensure(system_packages.APP_NEEDS)
    ENVIRONMENT.ensure([REQUIREMENTS / "app.txt"])
    _make_environments()
    return _replace_process("-m", "app", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Sets up what is missing, then runs the tests and the static checks.

    Args:
        arguments: Passed to pytest, such as a file, ``-n 0``, or ``--slow``.

    Returns:
        pytest's exit code; see :func:`run`.
    """
    system_packages.ensure((*system_packages.APP_NEEDS, *system_packages.TEST_NEEDS))
    _ensure_developer_environment()
    _make_environments("--tests")
    return _replace_process("-m", "pytest", *arguments)


def pins(arguments: Sequence[str]) -> int:
    """Pins the packages that pyproject.toml declares in ``requirements/*.txt``.

    Args:
        arguments: Passed to ``uv pip compile``, such as ``--upgrade``.

    Returns:
        0, or 1 if uv failed.
    """
    _ensure_developer_environment()
    # Pins name packages and versions, never the index this machine gets them from.
    options = ("--quiet", "--universal", "--python-version=3.11", "--no-emit-index-url")
    uv = (str(ENVIRONMENT.python), "-m", "uv", "pip", "compile", *options, *arguments)
    env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "python -m installer pins"}
    sources = {"app": ["pyproject.toml"], "dev": ["--group=dev", "-c=requirements/app.txt"]}
    for name, source in sources.items():
        command = (*uv, *source, f"--output-file=requirements/{name}.txt")
        if not console.run(command, cwd=ROOT, env=env):
            return 1
    return 0


def translate(arguments: Sequence[str]) -> int:
    """Updates the translations from the code, and compiles them for Qt.

    Args:
        arguments: Codes of languages to add, such as ``fr``.

    Returns:
        0, or 1 if Qt's compiler failed.
    """
    _ensure_developer_environment()
    for language in arguments:
        translations.begin(ROOT, language)
    compiler = ENVIRONMENT.python.parent / "pyside6-lrelease"
    for path, missing in translations.update(ROOT):
        status = f"{missing} texts to translate" if missing else "complete"
        console.say(f"{path.name}: {status}")
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
    """Runs one command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m installer",
        description="Set up Engine Room, then run it or its tests.",
        epilog="\n".join(f"{name:10}{_summary(command)}" for name, command in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(COMMANDS), help="see below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="arguments for the command")
    options = parser.parse_args(arguments)
    try:
        return COMMANDS[options.command](options.arguments)
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
    """Makes the engines' environments, with the application's interpreter.

    Failures are printed and otherwise ignored: the application offers to try again, and tests
    that need the environment name it.
    """
    command = (str(ENVIRONMENT.python), "-m", "installer.engine_environments", *options)
    subprocess.run(command, check=False, cwd=ROOT)


def _replace_process(*arguments: str) -> int:
    """Runs the environment's interpreter, in place of this process where the system can."""
    command = (str(ENVIRONMENT.python), *arguments)
    os.chdir(ROOT)
    sys.stdout.flush()
    if os.name != "nt":  # where exec returns the terminal while the program still runs
        os.execv(command[0], command)  # noqa: S606
    return subprocess.run(command, check=False).returncode
