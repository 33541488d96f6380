"""The Python that an environment is built from."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest

from tests.support.interpreters import interpreter
from tests.support.wheels import Wheels
from workers.environments import interpreters
from workers.environments.store import EnvironmentStore
from workers.environments.uv import Uv
from workers.environments.uv_process import find_uv
from workers.errors import EnvironmentFailed

_OURS = platform.python_version()
_OTHERS = [version for version in ("3.10", "3.12", "3.13") if not _OURS.startswith(version)]


def _version_of(python: Path | None) -> str:
    assert python is not None
    command = [str(python), "-I", "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_our_interpreter_is_used_if_it_matches(store: EnvironmentStore) -> None:
    plan = store.plan("core", ["alpha"], python=f">=3.9,<={_OURS}")
    assert (plan.python, plan.python_download) == (_OURS, "")
    assert _version_of(store.create("core", ["alpha"], python_range=f"=={_OURS}")) == _OURS


def test_another_installed_interpreter_is_used_if_ours_does_not_match(
    store: EnvironmentStore,
) -> None:
    other = next((version for version in _OTHERS if interpreter(version)), None)
    if other is None:
        pytest.skip("this machine has no other Python")
    versions = f"=={other}.*"
    plan = store.plan("core", ["alpha"], python=versions)
    assert plan.python.startswith(other)
    python = store.create("core", ["alpha"], python_range=versions)
    assert _version_of(python) == plan.python
    # An engine that accepts any Python doesn't change it.
    assert store.create("core", ["beta"], python_range=f"<4,{versions}") == python
    assert store.create("core", ["alpha==2.0"]) == python
    assert _version_of(python) == plan.python
    assert store.is_complete("core", ["alpha==2.0", "beta"])


def test_conflicting_python_ranges_fail(store: EnvironmentStore, alone: None) -> None:
    store.create("core", ["alpha"], python_range="<4")
    with pytest.raises(
        EnvironmentFailed, match=r"Python <4,>=4 is required, and no download is available"
    ):
        store.create("core", ["beta"], python_range=">=4")
    assert store.is_complete("core", ["alpha"])


def test_invalid_python_range_fails(store: EnvironmentStore) -> None:
    for use in (
        lambda: store.plan("core", ["alpha"], python="about 3"),
        lambda: store.create("core", ["alpha"], python_range="about 3"),
    ):
        with pytest.raises(EnvironmentFailed, match="'about 3' isn't a Python version range"):
            use()


def test_named_interpreter_must_match(store: EnvironmentStore) -> None:
    with pytest.raises(EnvironmentFailed, match=r"is Python .*, but <3 is required. Set another"):
        store.create("core", ["alpha"], python=Path(sys.executable), python_range="<3")


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hides all interpreters but ours."""
    for variable in ("PATH", "PYENV_ROOT", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / "nothing"))


@pytest.fixture
def offer(alone: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Offers one Python to download: an archive, and a list for uv that names it."""
    if not (sys.platform == "linux" and platform.machine() == "x86_64"):
        pytest.skip("uv's list is made for 64-bit Linux here")
    home = tmp_path / "archive" / "python"
    major, minor, patch = platform.python_version_tuple()
    library = home / "lib" / f"python{major}.{minor}"
    library.mkdir(parents=True)
    (library / "_sysconfigdata__linux_x86_64-linux-gnu.py").write_text(
        "# system configuration generated and used by the sysconfig module\nbuild_time_vars = {}\n"
    )
    (home / "bin").mkdir()
    launcher = home / "bin" / f"python{major}.{minor}"
    launcher.write_text(f'#!/bin/sh\nexec {Path(sys.executable).resolve()} "$@"\n')
    launcher.chmod(0o755)
    for name in ("python3", "python"):
        (home / "bin" / name).symlink_to(launcher.name)
    archive = tmp_path / "cpython.tar.gz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(home, "python")
    row = {
        "name": "cpython",
        "arch": {"family": "x86_64", "variant": None},
        "os": "linux",
        "libc": "gnu",
        "prerelease": "",
        "variant": None,
        "sha256": None,
        "major": int(major),
        "minor": int(minor),
        "patch": int(patch),
        "url": archive.as_uri(),
        "build": "1",
    }
    listed = tmp_path / "downloads.json"
    listed.write_text(json.dumps({f"cpython-{_OURS}-linux-x86_64-gnu": row}))
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", str(listed))
    # Our interpreter has another version.
    ours = tmp_path / "ours"
    ours.write_text("#!/bin/sh\necho 2.7.18\n")
    ours.chmod(0o755)
    monkeypatch.setattr(interpreters, "default_interpreter", lambda: ours)
    return archive


def test_interpreter_download_is_planned_then_made(
    store: EnvironmentStore, offer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = Uv(
        *(find_uv(), tmp_path / "environments", tmp_path),
        wheels=None,
        cancelled=threading.Event(),
    )
    base = interpreters.choose_interpreter(uv, f"=={_OURS}")
    assert base == interpreters.BaseInterpreter(_OURS, None, offer.as_uri())
    python = store.create("core", ["alpha"], python_range=f"=={_OURS}")
    assert _version_of(python) == _OURS
    kept = tmp_path / "environments" / ".pythons"
    assert list(kept.glob(f"cpython-{_OURS}-*/bin/python3"))
    # The next environment uses the same one.
    offer.unlink()
    assert _version_of(store.create("other", ["beta"], python_range=f"=={_OURS}")) == _OURS


def test_interpreter_is_not_downloaded_if_downloads_are_off(
    store: EnvironmentStore, offer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    with pytest.raises(EnvironmentFailed, match="Install a matching version"):
        store.create("core", ["alpha"], python_range=f"=={_OURS}")


def test_failed_interpreter_download_leaves_nothing(
    store: EnvironmentStore, offer: Path, wheels: Wheels
) -> None:
    offer.unlink()
    with pytest.raises(EnvironmentFailed, match="Couldn't install"):
        store.create("core", ["alpha"], python_range=f"=={_OURS}")
    assert store.interpreter("core") is None
