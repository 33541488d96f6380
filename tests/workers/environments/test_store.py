from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.base.events import Progress
from workers.environments.marker import FILE_NAME
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


def _run(python: Path, code: str) -> str:
    ended = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def _marker(tmp_path: Path) -> Path:
    return tmp_path / "environments" / "core" / FILE_NAME


def test_create_installs_exactly_the_requirements(store: EnvironmentStore) -> None:
    reports: list[Progress] = []
    python = store.create("core", ["alpha==1.0"], progress=reports.append)
    assert store.interpreter("core") == python
    assert store.is_complete("core", ["alpha==1.0"])
    assert not store.is_complete("core", ["alpha==2.0"])
    assert _run(python, "import alpha; print(alpha.version)") == "1.0"
    find = "from importlib.util import find_spec; print(find_spec('psutil'), find_spec('workers'))"
    assert _run(python, find) == "None None"
    fractions = [step.fraction or 0.0 for step in reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {"Creating environment", "Found", "Installed"} <= {step.stage for step in reports}


def test_create_compiles_bytecode(store: EnvironmentStore) -> None:
    python = store.create("core", ["alpha"])
    cached = _run(python, "import alpha, os; print(os.path.exists(alpha.__cached__))")
    assert cached == "True"


def test_create_again_changes_nothing(store: EnvironmentStore, wheels: Wheels) -> None:
    python = store.create("core", ["alpha==1.0", "beta"])
    for wheel in wheels.folder.glob("*.whl"):
        wheel.unlink()
    reports: list[Progress] = []
    assert store.create("core", ["beta"], progress=reports.append) == python
    assert reports == []


def test_create_extends_a_shared_environment(store: EnvironmentStore) -> None:
    store.create("core", ["alpha==1.0"])
    python = store.create("core", ["beta==1.0"])
    assert store.is_complete("core", ["alpha==1.0", "beta==1.0"])
    assert _run(python, "import alpha, beta; print(alpha.version)") == "1.0"
    store.create("core", ["Alpha==2.0"])
    assert _run(python, "import alpha, beta; print(alpha.version)") == "2.0"
    assert not store.is_complete("core", ["alpha==1.0"])


def test_complete_environment_survives_a_failed_extension(store: EnvironmentStore) -> None:
    python = store.create("core", ["alpha==1.0"])
    with pytest.raises(EnvironmentFailed):
        store.create("core", ["gamma"])
    assert store.interpreter("core") == python
    assert store.is_complete("core", ["alpha==1.0"])
    store.create("core", ["beta"])


def test_failure_names_environment_cause_and_advice(store: EnvironmentStore) -> None:
    with pytest.raises(EnvironmentFailed) as caught:
        store.create("core", ["gamma==3"])
    message = str(caught.value)
    assert "Couldn't install environment 'core': No solution found" in message
    assert "gamma" in message
    assert "What to do: check the entry's requirements" in message
    assert caught.value.worker == "core"
    assert caught.value.stderr_tail
    assert store.interpreter("core") is None
    assert not store.is_complete("core", [])
    store.create("core", ["alpha"])


def test_unreachable_index_fails_with_advice(
    store: EnvironmentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = http://127.0.0.1:9/simple\n")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(EnvironmentFailed, match="What to do: check your network connection"):
        store.create("core", ["alpha"])


@pytest.mark.parametrize(
    "requirement", ["--index-url=http://x", "-r file", "./alpha", "", "beta\n--pre"]
)
def test_option_is_rejected_as_requirement(store: EnvironmentStore, requirement: str) -> None:
    with pytest.raises(EnvironmentFailed, match="isn't a requirement such as"):
        store.create("core", ["alpha", requirement])


@pytest.mark.parametrize("name", ["", "..", "../core", ".hidden", "a/b", "a\\b", "core "])
def test_name_outside_the_root_is_rejected(store: EnvironmentStore, name: str) -> None:
    for use in (store.interpreter, store.remove, store.size_bytes):
        with pytest.raises(EnvironmentFailed, match="isn't a valid environment name"):
            use(name)


def test_broken_base_interpreter_fails(store: EnvironmentStore, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed, match="doesn't run"):
        store.create("core", ["alpha"], python=tmp_path / "python")


def test_folder_without_a_marker_is_rebuilt(store: EnvironmentStore, tmp_path: Path) -> None:
    store.create("core", ["alpha"])
    stray = tmp_path / "environments" / "core" / "stray"
    stray.touch()
    _marker(tmp_path).unlink()
    assert store.interpreter("core") is None
    store.create("core", ["alpha"])
    assert not stray.exists()
    assert list(stray.parent.parent.glob(".trash*")) == []


@pytest.mark.parametrize("change", [{"complete": False}, {"python": "3.1.0"}])
def test_incomplete_environment_is_rebuilt_with_all_requirements(
    store: EnvironmentStore, tmp_path: Path, change: dict[str, object]
) -> None:
    store.create("core", ["alpha==1.0"])
    stray = tmp_path / "environments" / "core" / "stray"
    stray.touch()
    marker = _marker(tmp_path)
    marker.write_text(json.dumps({**json.loads(marker.read_text()), **change}))
    store.create("core", ["beta"])
    assert not stray.exists()
    assert store.is_complete("core", ["alpha==1.0", "beta"])


def test_environment_without_its_base_python_is_incomplete(
    store: EnvironmentStore, tmp_path: Path
) -> None:
    store.create("core", ["alpha"])
    configuration = tmp_path / "environments" / "core" / "pyvenv.cfg"
    configuration.write_text("home = /nowhere/at/all\n")
    assert store.interpreter("core") is None
    assert not store.is_complete("core", ["alpha"])
    assert store.create("core", ["alpha"]).exists()


def test_remove_deletes_what_size_measures(store: EnvironmentStore, tmp_path: Path) -> None:
    assert store.size_bytes("core") == 0
    store.remove("core")
    store.create("core", ["alpha"])
    assert 250_000 < store.size_bytes("core") < 5_000_000
    not_wanted = threading.Event()
    not_wanted.set()
    assert store.size_bytes("core", not_wanted) == 0
    store.remove("core")
    assert store.interpreter("core") is None
    assert not (tmp_path / "environments" / "core").exists()


def test_reinstall_restores_lost_files_of_one_package(
    store: EnvironmentStore, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFailed, match=r"'core' isn't installed\. Install it first"):
        store.reinstall("core", "alpha==1.0")
    python = store.create("core", ["alpha==1.0", "beta"])
    Path(_run(python, "import alpha; print(alpha.__file__)")).unlink()
    assert store.reinstall("core", "alpha==1.0") == python
    assert _run(python, "import alpha, beta; print(alpha.version)") == "1.0"
    assert store.is_complete("core", ["alpha==1.0", "beta"])


def test_reinstall_restores_all_packages(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("gamma", "1.0", requires="beta")
    python = store.create("core", ["alpha==1.0", "gamma"])
    for module in ("alpha", "beta"):  # One declared, one a dependency.
        Path(_run(python, f"import {module}; print({module}.__file__)")).unlink()
    assert store.reinstall("core") == python
    assert _run(python, "import alpha, beta, gamma; print(alpha.version)") == "1.0"
    assert store.is_complete("core", ["alpha==1.0", "gamma"])


def test_concurrent_creates_build_once(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add_slow()
    done: list[Path] = []
    started = threading.Event()

    def create() -> None:
        done.append(store.create("core", ["slow"], progress=lambda _: started.set()))

    threads = [threading.Thread(target=create) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert started.wait(60)
    wheels.let_go()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    assert done[0] == done[1]
    assert len(wheels.builds.read_text().split()) == 1


def test_interpreter_runs_from_another_folder(
    store: EnvironmentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings of a project in the current folder don't apply."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "uv.toml").write_text("[pip]\nonly-binary = ['nonsense'\n")
    monkeypatch.chdir(project)
    monkeypatch.setenv("VIRTUAL_ENV", str(project))
    monkeypatch.setenv("PYTHONHOME", sys.prefix)
    assert store.create("core", ["alpha"]).exists()
