"""Environments on the embeddable Python of Windows."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.environments import embeddable
from workers.environments.marker import interpreter_in


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Creates a small copy of python-3.12-embed-amd64.zip, with a package beside it."""
    home = tmp_path / "python-embed"
    packages = home / "Lib" / "site-packages" / "somebody"
    packages.mkdir(parents=True)
    (packages / "__init__.py").touch()
    for name in ("python.exe", "python312.dll", "python312.zip", "_ssl.pyd"):
        (home / name).write_bytes(name.encode())
    (home / "python312._pth").write_text("python312.zip\n.\n#import site\n")
    return home / "python.exe"


def test_embeddable_python_has_a_pth_file(base: Path) -> None:
    assert embeddable.is_embeddable(base)
    (base.parent / "python312._pth").unlink()
    assert not embeddable.is_embeddable(base)


def test_copy_of_an_embeddable_python_sees_its_own_packages(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "core"
    folder.mkdir()
    embeddable.copy(base, folder)
    assert {path.name for path in folder.iterdir()} == {
        *("python.exe", "python312.dll", "python312.zip", "_ssl.pyd", "python312._pth", "Lib")
    }
    assert (folder / "python.exe").read_bytes() == b"python.exe"
    lines = (folder / "python312._pth").read_text().split("\n")
    assert lines == ["python312.zip", ".", str(Path("Lib/site-packages")), "import site", ""]
    assert embeddable.packages_of(folder) == folder / "Lib" / "site-packages"
    assert list((folder / "Lib" / "site-packages").iterdir()) == []
    assert interpreter_in(folder) == folder / "python.exe"


def test_copying_leaves_the_shipped_interpreter_unchanged(base: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in base.parent.rglob("*") if path.is_file()}
    embeddable.copy(base, tmp_path / "core")
    embeddable.copy(base, tmp_path / "other")
    after = {path: path.read_bytes() for path in base.parent.rglob("*") if path.is_file()}
    assert after == before


def test_virtual_environment_is_not_embeddable(tmp_path: Path) -> None:
    assert embeddable.packages_of(tmp_path) is None
