"""A child in an environment of its own sees the code of workers and of its tool, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import workers
from tests.support.gpu_workers import MakeWorker, Puppet
from workers import GPUWorker, WorkerCrash
from workers.process.launch import plan_launch

Lonely = Callable[..., GPUWorker]


@pytest.fixture
def isolated(make_worker: MakeWorker, venv_python: str) -> Puppet:
    worker = make_worker(python_exe=venv_python)
    worker.start()
    return worker


@pytest.fixture
def lonely(venv_python: str, tool_folder: Path) -> Iterator[Lonely]:
    """Makes workers with a tool outside this repository, in the environment."""
    made: list[GPUWorker] = []

    def make(**options: Any) -> GPUWorker:
        arguments = ["lonely_tool"]
        worker = GPUWorker(
            "lonely", "workers.child", python_exe=venv_python, args=arguments, **options
        )
        made.append(worker)
        return worker

    yield make
    for worker in made:
        worker.stop(0)


@pytest.mark.parametrize("package", ["pytest", "psutil", "platformdirs"])
def test_parents_packages_are_not_seen(isolated: Puppet, package: str) -> None:
    error = isolated.do("import", module=package)["error"]
    assert error == f"ModuleNotFoundError: No module named '{package}'"


def test_packages_of_the_environment_are_importable(isolated: Puppet) -> None:
    assert "file" in isolated.do("import", module="only_here")


def test_workers_is_ours(isolated: Puppet) -> None:
    assert isolated.do("import", module="workers")["file"] == workers.__file__


def test_nothing_of_the_parents_is_on_its_path(isolated: Puppet, venv_python: str) -> None:
    reported = isolated.do("environment")
    root = str(Path(workers.__file__).parents[1])
    assert reported["executable"] == venv_python
    assert reported["prefix"] == str(Path(venv_python).parents[1])
    assert not [place for place in reported["path"] if place.startswith(root)]
    assert "PYTHONPATH" not in reported["environ"]


def test_tool_from_anywhere_but_not_its_neighbours(lonely: Lonely, tool_folder: Path) -> None:
    worker = lonely()
    worker.start()
    assert worker.call({"module": "only_here"})["me"] == str(tool_folder / "lonely_tool.py")
    assert "No module named 'neighbour'" in worker.call({"module": "neighbour"})["error"]
    assert "No module named 'pytest'" in worker.call({"module": "pytest"})["error"]


def test_callers_search_path_is_used(lonely: Lonely, tmp_path: Path) -> None:
    (tmp_path / "extra.py").write_text("")
    worker = lonely(env={"PYTHONPATH": str(tmp_path)})
    worker.start()
    assert worker.call({"module": "extra"})["file"] == str(tmp_path / "extra.py")
    assert "No module named 'pytest'" in worker.call({"module": "pytest"})["error"]


def test_module_of_its_own_runs_there_too(venv_python: str) -> None:
    worker = GPUWorker(
        "own", "tests.support.tools.own_main", python_exe=venv_python, args=["psutil", "x"]
    )
    worker.start()
    assert worker.call({})["argv"] == ["psutil", "x"]
    worker.stop()


def test_argument_that_is_no_tool_opens_no_door(venv_python: str) -> None:
    """``psutil`` is installed here, and a module's own argument is not a tool's name."""
    places = plan_launch("own", "own_module", args=["psutil"], python_exe=venv_python).message[
        "places"
    ]
    assert set(places) == {"workers"}


@pytest.mark.parametrize("argument", ["--catalog-id", "json", "no_such_module", "not a name", ""])
def test_only_a_tool_that_is_there_is_shown(venv_python: str, argument: str) -> None:
    plan = plan_launch("tool", "workers.child", args=[argument], python_exe=venv_python)
    assert set(plan.message["places"]) == {"workers"}


def test_missing_tool_is_an_error(venv_python: str) -> None:
    worker = GPUWorker("none", "workers.child", python_exe=venv_python, args=["no_such_tool"])
    with pytest.raises(WorkerCrash, match=r"exit=2.*cannot import no_such_tool"):
        worker.start()
