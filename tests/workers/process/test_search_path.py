"""A child under the parent's interpreter sees what that sees, behind what its caller wants."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.gpu_workers import MakeWorker, Puppet
from workers import GPUWorker


def started(make_worker: MakeWorker, **options: object) -> Puppet:
    worker = make_worker(**options)
    worker.start()
    return worker


def zipped(path: Path, module: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{module}.py", f"NAME = {module!r}\n")
    return path


def test_every_existing_place_reaches_it(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    archive = zipped(tmp_path / "library.zip", "in_a_zip")
    egg = zipped(tmp_path / "library.egg", "in_an_egg")
    text = tmp_path / "notes.txt"
    text.write_text("no place to import from")
    missing = tmp_path / "missing"
    for place in (folder, archive, egg, text, missing, tmp_path / "missing.zip"):
        monkeypatch.syspath_prepend(str(place))
    path = started(make_worker).do("environment")["path"]
    expected = [
        place for place in sys.path if place and Path(place).exists() and place != str(text)
    ]
    assert [place for place in expected if place not in path] == []
    assert [str(place) for place in (text, missing) if str(place) in path] == []


def test_zip_is_really_imported_from(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(tmp_path / "library.zip", "in_a_zip")
    egg = zipped(tmp_path / "library.egg", "in_an_egg")
    monkeypatch.syspath_prepend(str(archive))
    monkeypatch.syspath_prepend(str(egg))
    worker = started(make_worker)
    assert worker.do("import", module="in_a_zip")["file"].startswith(str(archive))
    assert worker.do("import", module="in_an_egg")["file"].startswith(str(egg))


def test_tool_in_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, venv_python: str) -> None:
    archive = tmp_path / "tools.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped_tools/__init__.py", "")
        source = "def _load(): pass\ndef _synthesize(model, request): return {'file': __file__}\n"
        file.writestr("zipped_tools/echo.py", source)
    monkeypatch.syspath_prepend(str(archive))
    for python in (None, venv_python):
        worker = GPUWorker("zipped", "workers.child", args=["zipped_tools.echo"], python_exe=python)
        worker.start()
        assert worker.call({})["file"].startswith(str(archive))
        worker.stop()


def test_callers_path_comes_first(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs, second = (tmp_path / name for name in ("ours", "theirs", "second"))
    for folder in (ours, theirs, second):
        folder.mkdir()
        (folder / "in_both.py").write_text("")
    monkeypatch.syspath_prepend(str(ours))
    worker = started(make_worker, env={"PYTHONPATH": os.pathsep.join([str(theirs), str(second)])})
    assert worker.do("import", module="in_both")["file"] == str(theirs / "in_both.py")
    path = worker.do("environment")["path"]
    places = [path.index(str(folder)) for folder in (theirs, second, ours)]
    assert places == sorted(places)


def test_parents_packages_are_seen(make_worker: MakeWorker) -> None:
    import psutil

    assert started(make_worker).do("import", module="psutil")["file"] == psutil.__file__


def test_its_own_child_processes_see_the_same(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    reported = started(make_worker, env={"PYTHONPATH": "/the/callers"}).do("environment")
    handed_on = reported["environ"]["PYTHONPATH"].split(os.pathsep)
    assert handed_on[0] == "/the/callers"
    assert str(tmp_path) in handed_on


def test_misleading_variables_are_not_inherited(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/nowhere/either")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere/at/all")
    monkeypatch.setenv("KEPT", "as it is")
    environ = started(make_worker, env={"GIVEN": "by the caller"}).do("environment")["environ"]
    assert "PYTHONHOME" not in environ
    assert "PYTHONSTARTUP" not in environ
    assert "/nowhere/either" not in environ["PYTHONPATH"]
    assert (environ["KEPT"], environ["GIVEN"]) == ("as it is", "by the caller")


def test_callers_environment_is_stronger(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEVICE", "ours")
    assert (
        started(make_worker, env={"DEVICE": "theirs"}).do("environment")["environ"]["DEVICE"]
        == "theirs"
    )


def test_arguments_are_its_argv(make_worker: MakeWorker) -> None:
    worker = make_worker("second")
    worker.start()
    assert worker.do("model")["answered_by"] == "second"
    own = GPUWorker("own", "tests.support.tools.own_main", args=["--a", "b c", "ü"])
    own.start()
    assert own.call({})["argv"] == ["--a", "b c", "ü"]
    own.stop()
