"""Creation and updates of a virtual environment, with packages of the tests."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from installer.virtualenv import (
    Record,
    SetupError,
    VirtualEnvironment,
    fingerprint,
    outdated,
    read_record,
)

if TYPE_CHECKING:
    from pathlib import Path


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def make_wheel(folder: Path, version: str) -> None:
    """Writes a minimal wheel of a package ``tiny`` with a ``version``."""
    info = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(folder / f"tiny-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", f"version = {version!r}\n")
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets pip find only tiny 1.0 and 2.0."""
    make_wheel(tmp_path, "1.0")
    make_wheel(tmp_path, "2.0")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))


def installed_version(environment: VirtualEnvironment) -> str:
    command = [str(environment.python), "-c", "import tiny; print(tiny.version)"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def test_only_changed_requirements_are_outdated(tmp_path: Path) -> None:
    app = write(tmp_path / "app.txt", "a==1\n")
    dev = write(tmp_path / "dev.txt", "b==1\n")
    record = Record(python="3.11", pins={"app.txt": fingerprint(app)})
    assert outdated(record, [app, dev]) == (dev,)
    write(app, "a==2\n")
    assert outdated(record, [app, dev]) == (app, dev)


def test_fingerprint_ignores_line_endings(tmp_path: Path) -> None:
    unix = tmp_path / "unix.txt"
    unix.write_bytes(b"a==1\nb==2\n")
    windows = tmp_path / "windows.txt"
    windows.write_bytes(b"a==1\r\nb==2\r\n")
    assert fingerprint(unix) == fingerprint(windows)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"python": "3.11", "pins": 1}'])
def test_invalid_record_is_none(tmp_path: Path, content: str) -> None:
    assert read_record(write(tmp_path / "record.json", content)) is None


@pytest.mark.usefixtures("packages")
def test_environment_is_created_kept_updated_and_repaired(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = VirtualEnvironment(tmp_path / "venv")
    pins = write(tmp_path / "app.txt", "tiny==1.0\n")

    environment.ensure([pins])
    assert installed_version(environment) == "1.0"

    capfd.readouterr()
    environment.ensure([pins])
    assert not capfd.readouterr().out, "the second run has nothing to do"

    write(pins, "tiny==2.0\n")
    environment.ensure([pins])
    assert installed_version(environment) == "2.0"
    assert "virtual environment" not in capfd.readouterr().out, "it exists already"

    environment.python.unlink()
    environment.ensure([pins])
    assert installed_version(environment) == "2.0"


@pytest.mark.usefixtures("packages")
def test_failed_installation_resumes_with_the_next_run(tmp_path: Path) -> None:
    environment = VirtualEnvironment(tmp_path / "venv")
    good = write(tmp_path / "app.txt", "tiny==1.0\n")
    bad = write(tmp_path / "dev.txt", "engineroom-nothing==1.0\n")
    with pytest.raises(SetupError, match=r"install the packages of .*dev\.txt"):
        environment.ensure([good, bad])
    record = read_record(environment.folder / "engineroom.json")
    assert record is not None
    assert list(record.pins) == ["app.txt"]
