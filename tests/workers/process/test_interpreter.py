"""Which interpreter a worker gets when it is given none, and in a frozen build."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.support.gpu_workers import MakeWorker
from workers.process.launch import default_interpreter, plan_launch, shares_packages

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layout is another one")
VARIABLE = "HARTOS_WORKER_PYTHON"


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a frozen program, as far as ``sys`` tells."""
    folder = tmp_path / "app"
    (folder / "lib").mkdir(parents=True)
    (folder / "engineroom").write_text("")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "engineroom"))
    return folder


def embed_in(folder: Path) -> str:
    """A python-embed: a copy of what belongs to an interpreter and nothing of its packages."""
    prefix = folder / "python-embed"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (prefix / "bin").mkdir(parents=True)
    shutil.copy2(Path(sys._base_executable).resolve(), prefix / "bin" / "python3")  # type: ignore[attr-defined]
    shutil.copytree(
        sysconfig.get_path("stdlib"),
        prefix / "lib" / version,
        copy_function=_linked,
        ignore=shutil.ignore_patterns("site-packages", "test", "tests", "idlelib", "__pycache__"),
    )
    (prefix / "lib" / version / "site-packages").mkdir()
    (prefix / "lib" / version / "site-packages" / "only_embedded.py").write_text("")
    return str(prefix / "bin" / "python3")


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def test_own_interpreter_is_the_default(make_worker: MakeWorker) -> None:
    assert default_interpreter() == sys.executable
    worker = make_worker()
    worker.start()
    assert worker.do("environment")["prefix"] == sys.prefix


def test_configured_interpreter_is_used(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch, venv_python: str
) -> None:
    monkeypatch.setenv(VARIABLE, venv_python)
    assert default_interpreter() == venv_python
    worker = make_worker()
    worker.start()
    assert worker.do("environment")["executable"] == venv_python
    assert "error" in worker.do("import", module="psutil")


@pytest.mark.parametrize("value", ["", "/nowhere/python", "/tmp"])
def test_missing_configured_interpreter_is_ignored(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(VARIABLE, value)
    assert default_interpreter() == sys.executable


def test_given_interpreter_overrides_the_configured_one(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch, venv_python: str
) -> None:
    monkeypatch.setenv(VARIABLE, sys.executable)
    assert plan_launch("x", "workers.child", python_exe=venv_python).command[0] == venv_python


def test_frozen_without_an_embedded_one(frozen: Path) -> None:
    assert default_interpreter() == str(frozen / "engineroom")


def test_frozen_with_a_configured_one(
    frozen: Path, monkeypatch: pytest.MonkeyPatch, venv_python: str
) -> None:
    embed_in(frozen)
    monkeypatch.setenv(VARIABLE, venv_python)
    assert default_interpreter() == venv_python


def test_frozen_with_an_embedded_one(make_worker: MakeWorker, frozen: Path) -> None:
    """It comes up where no installation is, and sees its own packages and those of the parent."""
    python = embed_in(frozen)
    assert default_interpreter() == python
    worker = make_worker()
    worker.start()
    reported = worker.do("environment")
    assert reported["executable"] == python
    assert reported["prefix"] == str(frozen / "python-embed")
    assert "file" in worker.do("import", module="only_embedded")
    assert "file" in worker.do("import", module="psutil")
    # Its own standard library goes before the parent's, which may be another build.
    assert worker.do("import", module="json")["file"].startswith(str(frozen))


def test_frozen_parents_libraries_are_not_handed_on(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", str(frozen / "lib"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(frozen / "lib"), "/usr/bin"]))
    environment = plan_launch("x", "workers.child").environment
    assert "LD_LIBRARY_PATH" not in environment
    assert environment["PATH"] == "/usr/bin"
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/cuda/lib")
    environment = plan_launch("x", "workers.child").environment
    assert environment["LD_LIBRARY_PATH"] == "/opt/cuda/lib"


def test_libraries_of_a_parent_that_is_not_frozen_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/cuda/lib")
    assert plan_launch("x", "workers.child").environment["LD_LIBRARY_PATH"] == "/opt/cuda/lib"


def test_frozen_build_without_plain_files_is_an_error(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workers import WorkerError
    from workers.process import launch

    monkeypatch.setattr(
        launch, "__file__", str(frozen / "lib/library.zip/workers/process/launch.py")
    )
    with pytest.raises(WorkerError, match="plain files"):
        plan_launch("x", "workers.child")
    (frozen / "lib" / "workers" / "child").mkdir(parents=True)
    (frozen / "lib" / "workers" / "child" / "bootstrap.py").write_text("")
    assert plan_launch("x", "workers.child").message["places"]["workers"] == str(frozen / "lib")


def test_who_shares_our_packages(
    venv_python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shares_packages(sys.executable)
    assert not shares_packages(venv_python)
    assert not shares_packages(str(Path(sys.executable).resolve())) or sys.prefix == sys.base_prefix
    assert shares_packages(str(tmp_path / "python-embed" / "bin" / "python3"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert shares_packages(Path(sys.executable).name)
    monkeypatch.setenv("PATH", str(Path(venv_python).parent))
    assert not shares_packages(Path(venv_python).name)
    link = tmp_path / "link"
    link.symlink_to(Path(sys.executable).parent)
    assert shares_packages(str(link / Path(sys.executable).name))
