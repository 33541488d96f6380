"""Packages for tests, in a wheel folder instead of an index."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

#: A build backend that writes its process ID and waits until it is released.
_SLOW_BACKEND = """
import os, pathlib, sys, time
place = pathlib.Path({place!r})

def get_requires_for_build_wheel(config_settings=None):
    return []

def build_wheel(folder, config_settings=None, metadata_directory=None):
    with (place / "builds").open("a") as file:
        file.write(str(os.getpid()) + "\\n")
    while not (place / "go").exists():
        time.sleep(0.02)
    sys.path.insert(0, str(place))
    name = "slow-1.0-py3-none-any.whl"
    (pathlib.Path(folder) / name).write_bytes((place / name).read_bytes())
    return name
"""


class Wheels:
    """A wheel folder that pip's settings name as the only source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.builds = folder / "slow" / "builds"
        folder.mkdir()

    def add(
        self, name: str, version: str = "1.0", requires: str = "", code: str = "", **more: str
    ) -> None:
        """Adds a wheel of a quarter of a megabyte whose module has its version.

        Args:
            name: Name of the package and its module.
            version: Version of the package.
            requires: A requirement, for the metadata.
            code: Code of the module.
            more: Code of further modules, by name.
        """
        self._wheel(self.folder, name, version, requires, modules={name: code, **more})

    def add_slow(self) -> None:
        """Adds the source of a package ``slow`` whose build waits for :meth:`let_go`."""
        place = self.folder / "slow"
        place.mkdir()
        self._wheel(place, "slow", "1.0")
        files = {
            "PKG-INFO": "Metadata-Version: 2.1\nName: slow\nVersion: 1.0\n",
            "backend.py": _SLOW_BACKEND.format(place=str(place)),
            "pyproject.toml": (
                "[project]\nname = 'slow'\nversion = '1.0'\n"
                "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
            ),
        }
        with tarfile.open(self.folder / "slow-1.0.tar.gz", "w:gz") as archive:
            for file, content in files.items():
                member = tarfile.TarInfo(f"slow-1.0/{file}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content.encode()))

    def add_failing(self) -> None:
        """Adds a wheel ``failing`` that resolves but can't be installed."""
        self._wheel(self.folder, "failing", "1.0", wheel_version="9.0")

    def let_go(self) -> None:
        """Lets waiting and later builds continue."""
        (self.folder / "slow" / "go").touch()

    def _wheel(
        self,
        folder: Path,
        name: str,
        version: str,
        requires: str = "",
        *,
        wheel_version: str = "1.0",
        modules: Mapping[str, str] | None = None,
    ) -> None:
        info = f"{name}-{version}.dist-info"
        needs = f"Requires-Dist: {requires}\n" if requires else ""
        # Another size for each version: bytecode is identified by size and second.
        padding = "x" * 250_000 + version.replace(".", "x" * int(version[0]))
        files = {
            **{f"{module}.py": code for module, code in (modules or {}).items()},
            f"{name}.py": f"version = {version!r}\npadding = {padding!r}\n"
            + (modules or {}).get(name, ""),
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
            f"{info}/WHEEL": (
                f"Wheel-Version: {wheel_version}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            ),
        }
        sizes = "".join(f"{file},,{len(content)}\n" for file, content in files.items())
        record = f"{sizes}{info}/RECORD,,\n"
        with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
            for file, content in {**files, f"{info}/RECORD": record}.items():
                archive.writestr(file, content)
