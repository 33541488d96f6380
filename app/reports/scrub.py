"""Removes names, addresses, and secrets from a text. Pure.

Rather too much is removed than too little: what is missing can be asked for, what is published
can't be taken back.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.reports.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Names that identify no one, and occur in many harmless lines.
_COMMON_NAMES = frozenset(
    {"admin", "administrator", "computer", "debian", "default", "desktop", "engine", "fedora"}
    | {"guest", "home", "linux", "localhost", "local", "mac", "none", "pc", "python", "root"}
    | {"runner", "system", "ubuntu", "user", "users", "windows", "worker"}
)

#: Between two folders: as each system writes it, doubled in a literal, encoded in an address.
_SEPARATOR = r"(?:[\\/]|%2F|%5C)+"
#: The same at a path's start. Not in the middle of a run, which would take quadratic time.
_ROOT = rf"(?<![\\/])(?<!%2F)(?<!%5C){_SEPARATOR}"
_COLON = r"(?::|%3A)"
_NAME = r"""(?:(?!%2F|%5C)[^\\/\s:*?"'<>|,;()\[\]{}])+"""
#: The folders of users: Windows (as seen by itself, WSL and Git Bash), Linux and BSD, macOS.
_HOMES = re.compile(
    rf"(?:[A-Za-z]{_COLON}|{_ROOT}(?:mnt{_SEPARATOR}|cygdrive{_SEPARATOR})?[A-Za-z])"
    rf"{_SEPARATOR}(?:Users|Documents(?: |%20)and(?: |%20)Settings){_SEPARATOR}"
    rf"(?:{_NAME}(?: {_NAME}){{1,3}}(?={_SEPARATOR})|{_NAME})"
    rf"|{_ROOT}(?:(?:var|usr|export){_SEPARATOR})?home{_SEPARATOR}{_NAME}"
    rf"|{_ROOT}Users{_SEPARATOR}{_NAME}",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[^\W\d]{2,}")
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
#: Not behind what stands before a version: ``cublas==12.4.5.8``, ``cu12-12.4.5.8``, ``v1.2.3.4``.
_IPV4 = re.compile(
    rf"(?<![\w.])(?<![=<>~!]=)(?<![A-Za-z_]-)(?<![A-Za-z_]\d-)(?<![A-Za-z_]\d\d-)(?<!version )"
    rf"(?<!Version )(?:{_BYTE}\.){{3}}{_BYTE}(?!\.?\w)"
)
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_MAC = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
_GPU_ID = re.compile(r"\b(GPU|MIG)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


@dataclass(frozen=True, slots=True)
class Identity:
    """Names that identify the user and the machine.

    Attributes:
        users: Login name and full name.
        homes: Home folders, as the system writes them.
        hosts: Host names.
    """

    users: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


def scrub(text: str, identity: Identity) -> str:
    """Returns a text without secrets, home folders, names, and addresses.

    A second pass changes nothing.
    """
    text = without_secrets(text)
    text = _EMAIL.sub("[e-mail]", text)
    for home in _patterns_of(identity.homes):
        text = home.sub("~", text)
    text = _HOMES.sub("~", text)
    text = _GPU_ID.sub(r"\1-[id]", text)
    text = _MAC.sub("[address]", text)
    text = _IPV4.sub(_address, text)
    text = _IPV6.sub(_address, text)
    for names, place in ((identity.hosts, "[host]"), (identity.users, "[user]")):
        pattern = _pattern_of_names(names)
        text = pattern.sub(place, text) if pattern is not None else text
    return text


def _address(found: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    # Loopback addresses identify no one.
    return found[0] if address.is_loopback or address.is_unspecified else "[address]"


@lru_cache(maxsize=8)
def _patterns_of(homes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    patterns = (_pattern_of_home(home) for home in sorted(homes, key=len, reverse=True))
    return tuple(pattern for pattern in patterns if pattern is not None)


def _pattern_of_home(home: str) -> re.Pattern[str] | None:
    """Makes a pattern that finds a folder with any separators; None for a root."""
    parts = [part for part in re.split(r"[\\/]+", home) if part]
    folders = [part for part in parts if not part.endswith(":")]
    if not folders or (len(folders) == 1 and folders[0].lower() in _COMMON_NAMES):
        return None
    written = [rf"{part[0]}{_COLON}" if part.endswith(":") else _any_of([part]) for part in parts]
    start = _ROOT if home[0] in "\\/" else ""
    return re.compile(rf"{start}{_SEPARATOR.join(written)}(?![A-Za-z0-9_])", re.IGNORECASE)


@lru_cache(maxsize=8)
def _pattern_of_names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Makes a pattern that finds names as words, also after an encoded byte or an escape."""
    identifying = [name for name in names if len(name) > 1 and name.lower() not in _COMMON_NAMES]
    if not identifying:
        return None
    start = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-F]{2})|(?<=\\[abfnrtv]))"
    return re.compile(rf"{start}{_any_of(identifying)}(?![A-Za-z0-9])", re.IGNORECASE)


def _any_of(names: Iterable[str]) -> str:
    spellings = {spelling for name in names for spelling in _spellings(name)}
    return "(?:" + "|".join(map(re.escape, sorted(spellings, key=len, reverse=True))) + ")"


def _spellings(name: str) -> Iterator[str]:
    """Yields a name as text, file systems, URLs, and literals spell it."""
    for plain in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
        yield plain
        yield quote(plain, safe="")
        yield plain.replace(" ", "+")
        yield plain.encode("ascii", "backslashreplace").decode("ascii")
