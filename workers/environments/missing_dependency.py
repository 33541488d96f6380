"""Recognizes missing dependencies in stderr: modules, libraries, an older NumPy, eSpeak data.

Each pattern is a complete phrase of one library, since a worker may print any text that it
speaks. ``workers/diagnosis/error_patterns.py`` lists the sources of the messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_MISSING_MODULE = re.compile(r"\bModuleNotFoundError: No module named '(?P<name>[^']{1,200})'")
_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_LIBRARIES = (
    re.compile(r"\b(?:OSError|ImportError): .*?\b(lib[\w.+-]{1,80}\.so[\w.]*): cannot open shared"),
    re.compile(r"^(?:Could not load library|Unable to load any of) \{?([\w.+-]{1,80})"),
    re.compile(r"^Could not locate ([\w.+-]{1,80}\.dll)\b"),
    re.compile(r"\bRuntimeError: Library ([\w.+-]{1,80}) is not found or cannot be loaded"),
    re.compile(r"\bOSError: cannot load library '([^'\\/]{1,80})'"),
    re.compile(r"\bOSError: (\w{1,40}) library not found"),
    re.compile(
        r"^OSError: \[WinError (?:126|127|193|1114)\](?:.*?[\\/]([\w.+-]{1,80}\.(?:dll|pyd))\b)?"
    ),
    # ctypes on Windows: "Could not find module 'x.dll' (or one of its dependencies)".
    re.compile(r"^FileNotFoundError: Could not find module '(?:[^']*[\\/])?([\w.+-]{1,80})' \(or"),
    re.compile(r"^ImportError: DLL load failed(?: while importing (\w{1,80}))?:"),
    re.compile(r"^(?:OSError|ImportError): .*\bversion `(GLIBC(?:XX)?_[\d.]+)' not found"),
    re.compile(
        r"^(?:OSError|ImportError): dlopen\((?:.*/)?([\w.+-]{1,80}), .*(?:tried|not loaded)"
    ),
)
_ESPEAK = re.compile(
    r"^Error processing file '[^']*espeak-ng-data[\\/]phon\w+': No such file"
    r"|^Can't read data file: '[^']*espeak(?:-ng)?-data|^Failed to load espeak-data"
    r"|\bRuntimeError: espeak not installed on your system"
    r"|\bRuntimeError: [^']*espeak-ng-data\b.* (?:does not exist|not found)"
)
#: From numpy/__init__.py and numpy/core/__init__.py of version 2.
_NUMPY = re.compile(
    r"\bAttributeError: `np\.\w{1,40}` was removed in the NumPy 2\.0 release"
    r"|\bImportError: numpy\.core\.multiarray failed to import"
    r"|\bAttributeError: _ARRAY_API not found"
)


class DependencyKind(Enum):
    """Kinds of dependencies."""

    MODULE = "module"
    LIBRARY = "library"
    ESPEAK_DATA = "eSpeak data"
    OLDER_NUMPY = "NumPy 1"


@dataclass(frozen=True, slots=True)
class MissingDependency:
    """A dependency that is missing or incompatible.

    Attributes:
        kind: Its kind.
        name: Of the module or library, as in the message; may be empty.
    """

    kind: DependencyKind
    name: str = ""


def missing_dependency_in(line: str) -> MissingDependency | None:
    """Returns the missing dependency that a line of stderr names; None for any other line."""
    module = missing_module(line)
    if module is not None:
        return MissingDependency(DependencyKind.MODULE, module)
    if is_espeak_data_missing(line):
        return MissingDependency(DependencyKind.ESPEAK_DATA)
    if needs_older_numpy(line):
        return MissingDependency(DependencyKind.OLDER_NUMPY)
    library = missing_library(line)
    return MissingDependency(DependencyKind.LIBRARY, library) if library else None


def missing_module(line: str) -> str | None:
    """Returns the missing module that a line of stderr names, such as ``google.protobuf``.

    None for any other line, and for a name that isn't a valid module name.
    """
    match = _MISSING_MODULE.search(line)
    return match["name"] if match and _MODULE.fullmatch(match["name"]) else None


def missing_library(line: str) -> str | None:
    """Returns the missing or incompatible library that a line names; empty if unnamed.

    None for any other line.
    """
    for pattern in _LIBRARIES:
        library = pattern.search(line)
        if library is not None:
            return library[1] or ""
    return None


def is_espeak_data_missing(line: str) -> bool:
    """Returns whether a line says that eSpeak can't find its data."""
    return _ESPEAK.search(line) is not None


def needs_older_numpy(line: str) -> bool:
    """Returns whether a line says that code for NumPy 1 fails with NumPy 2."""
    return _NUMPY.search(line) is not None
