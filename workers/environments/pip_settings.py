"""Passes pip's settings on to uv: indexes, wheel folders, certificates.

uv ignores pip's settings. Behind a mirror, or without a network, pip is what people have
configured. So unless uv has settings of its own, it gets pip's. No index is named here.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: pip's option -> uv's variable. Both separate values by spaces, except UV_FIND_LINKS: commas.
_VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}
#: Older names that uv still reads; if one is set, pip's setting isn't passed on.
_OLDER = {"UV_DEFAULT_INDEX": "UV_INDEX_URL", "UV_INDEX": "UV_EXTRA_INDEX_URL"}


@dataclass(frozen=True, slots=True)
class UvSettings:
    """Settings for uv.

    Attributes:
        variables: Additional environment variables.
        arguments: Additional arguments of ``uv pip install``.
    """

    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    arguments: tuple[str, ...] = ()


def uv_settings(
    environ: Mapping[str, str] | None = None,
    pip_files: Sequence[Path] | None = None,
    uv_files: Sequence[Path] | None = None,
) -> UvSettings:
    """Reads pip's settings; its environment variables override its files.

    Args:
        environ: ``os.environ`` when None.
        pip_files: pip's configuration files, the most general first; the system's when None.
        uv_files: uv's configuration files; if one exists, nothing is passed on.
    """
    environ = os.environ if environ is None else environ
    uv_files = _uv_files(environ) if uv_files is None else uv_files
    if any(path.is_file() for path in uv_files):
        return UvSettings()
    options = _pip_options(environ, _pip_files(environ) if pip_files is None else pip_files)
    variables: dict[str, str] = {}
    for option, variable in _VARIABLES.items():
        values = options.get(option, "").split()
        if values and not environ.get(variable) and not environ.get(_OLDER.get(variable, "")):
            variables[variable] = ("," if option == "find-links" else " ").join(values)
    if "UV_INDEX" in variables and not environ.get("UV_INDEX_STRATEGY"):
        # pip merges all indexes; by default uv uses only the first that knows the package.
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    no_index = options.get("no-index", "").lower() in {"1", "true", "yes", "on"}
    return UvSettings(variables, ("--no-index",) if no_index else ())


def _pip_options(environ: Mapping[str, str], files: Sequence[Path]) -> dict[str, str]:
    options: dict[str, str] = {}
    for path in files:
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue  # pip reports this itself.
        for section in ("global", "install"):
            if parser.has_section(section):
                options.update(
                    (key.replace("_", "-"), value) for key, value in parser[section].items()
                )
    for option in (*_VARIABLES, "no-index"):
        value = environ.get("PIP_" + option.upper().replace("-", "_"))
        if value is not None:
            options[option] = value
    return options


def _pip_files(environ: Mapping[str, str]) -> list[Path]:
    """Returns pip's configuration files in reading order; later ones override earlier ones."""
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    home = Path.home()
    if sys.platform == "win32":
        name = "pip.ini"
        folders = [
            Path(environ.get("PROGRAMDATA", r"C:\ProgramData"), "pip"),
            home / "pip",
            Path(environ.get("APPDATA", str(home / "AppData" / "Roaming")), "pip"),
        ]
    else:
        name = "pip.conf"
        mac = "Library/Application Support/pip"
        folders = [
            *(Path("/", mac) for _ in (1,) if sys.platform == "darwin"),
            *(Path(d, "pip") for d in environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":") if d),
            Path("/etc"),
            home / ".pip",
            Path(environ.get("XDG_CONFIG_HOME") or home / ".config", "pip"),
            *(home / mac for _ in (1,) if sys.platform == "darwin"),
        ]
    files = [folder / name for folder in (*folders, Path(sys.prefix))]
    return [*files, Path(named)] if named else files


def _uv_files(environ: Mapping[str, str]) -> list[Path]:
    if sys.platform == "win32":
        roots = [environ.get("APPDATA", ""), environ.get("PROGRAMDATA", "")]
    else:
        roots = [environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config"), "/etc"]
    files = [Path(root, "uv", "uv.toml") for root in roots if root]
    named = environ.get("UV_CONFIG_FILE")
    return [*files, Path(named)] if named else files
