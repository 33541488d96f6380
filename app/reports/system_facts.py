"""Facts about the program, the system, and the user. Reads them: not for the main thread."""

from __future__ import annotations

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
class SystemFacts:
    """The program and the system it runs on.

    Attributes:
        program: The program's version.
        python: The interpreter's version.
        system: The operating system, its version, and the machine's architecture.
        is_frozen: The program is a frozen build with its own interpreter.
    """

    program: str
    python: str
    system: str
    is_frozen: bool = False


def system_facts() -> SystemFacts:
    """Reads the facts about program and system."""
    return SystemFacts(
        program=_version(),
        python=platform.python_version(),
        system=platform.platform(),
        is_frozen=bool(getattr(sys, "frozen", False)),
    )


def identity() -> Identity:
    """Finds the names that a report must not contain."""
    hosts = {socket.gethostname(), platform.node()}
    hosts |= {host.partition(".")[0] for host in hosts}
    users = {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")}
    # Environment variables may be set for this program alone, so the account counts, too.
    homes = {str(Path.home()), os.environ.get("HOME", ""), os.environ.get("USERPROFILE", "")}
    users.add(Path.home().name)
    account_users, account_home = _account()
    return Identity(
        users=tuple(sorted({name.strip() for name in (*users, *account_users)} - {""})),
        homes=tuple(sorted({*homes, account_home} - {""})),
        hosts=tuple(sorted(hosts - {""})),
    )


def _account() -> tuple[tuple[str, ...], str]:
    """Returns the account's names and home folder; empty where the system has none."""
    if sys.platform == "win32":
        return (), ""
    import pwd

    try:
        account = pwd.getpwuid(os.getuid())
    except KeyError:  # An account without a name, as in containers.
        return (), ""
    # The first of the fields that finger(1) shows; "&" stands for the name.
    full_name = account.pw_gecos.partition(",")[0].replace("&", "")
    return (account.pw_name, full_name), account.pw_dir


def _version() -> str:
    try:
        return importlib.metadata.version("engineroom")
    except importlib.metadata.PackageNotFoundError:
        pass
    try:
        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
        return f"{project['project']['version']} (from source)"
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        return "unknown"
