"""What a report needs to know of this machine and its user. Reads it: not for the main thread."""

from __future__ import annotations

import getpass
import importlib.metadata
import os
import platform
import socket
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.reports.scrub import Identity

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the program runs on.

    Attributes:
        program: Its version.
        python: The interpreter's version.
        system: The operating system, its version and the machine's architecture.
        is_frozen: It was built as one application, with an interpreter of its own.
    """

    program: str
    python: str
    system: str
    is_frozen: bool = False


def surroundings() -> Surroundings:
    """Look at the program and the system."""
    return Surroundings(
        program=_version(),
        python=platform.python_version(),
        system=f"{platform.platform()} ({platform.machine()})",
        is_frozen=bool(getattr(sys, "frozen", False)),
    )


def identity() -> Identity:
    """Find out what must not stand in a report: who this is, and where."""
    hosts = {socket.gethostname(), platform.node()}
    hosts |= {host.partition(".")[0] for host in hosts}
    # Not the names that have been set for tests or sandboxes alone: each may stand in a path.
    homes = {str(Path.home()), os.environ.get("HOME", ""), os.environ.get("USERPROFILE", "")}
    return Identity(tuple(sorted(_users())), tuple(sorted(homes - {""})), tuple(sorted(hosts)))


def _users() -> set[str]:
    variables = (os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME"))
    names = {*variables, Path.home().name}
    try:
        names.add(getpass.getuser())
    except (KeyError, OSError, ImportError):
        pass  # An account without a name, as in containers.
    if sys.platform != "win32":
        import pwd

        try:
            account = pwd.getpwuid(os.getuid())
        except KeyError:
            pass
        else:
            # The first of the fields that finger(1) shows; "&" stands for the name.
            names |= {account.pw_name, account.pw_gecos.partition(",")[0].replace("&", "")}
    return {name.strip() for name in names} - {""}


def _version() -> str:
    try:
        return importlib.metadata.version("engineroom")
    except importlib.metadata.PackageNotFoundError:
        pass
    try:
        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
        return f"{project['project']['version']} (from its source)"
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        return "unknown"
