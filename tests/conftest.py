"""Settings of every test run, and fixtures of every test.

Tests run in parallel in several processes. Markers (see pyproject.toml): ``alone`` for tests that
measure time or need all of the machine, ``slow`` for tests that run on demand only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.machine_lock import MachineLock

if TYPE_CHECKING:
    from workers.environments.store import EnvironmentStore

ROOT = Path(__file__).resolve().parents[1]
SLOW = "ENGINEROOM_SLOW_TESTS"
#: Tests here share engines that take long to load: each file stays in one process.
KEPT_TOGETHER = ("engines", "engines_real", "gpu", "wine")
LOCK = pytest.StashKey[MachineLock]()

# Compiles modules once for all processes of all runs, outside the source tree, even if the
# environment turns bytecode off: each process would compile hundreds of modules again.
sys.dont_write_bytecode = False
sys.pycache_prefix = str(ROOT / ".pytest_cache" / "bytecode")
os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Set before Qt is imported. A test that needs a real display starts one of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The program's texts are compared with English, whatever the machine's language.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)

# Time per example depends on the machine's load, so hypothesis doesn't judge it.
_ANY_MACHINE = settings(
    settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", _ANY_MACHINE, max_examples=25)
settings.register_profile("thorough", _ANY_MACHINE, max_examples=1000)
settings.load_profile(os.environ.get("ENGINEROOM_HYPOTHESIS", "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help=f"run slow tests, too (or set {SLOW}=1)")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Returns the number of processes.

    0 for a single file, which takes less time than the start of processes. Otherwise one more
    than cores, because many tests wait for processes; at most 8, because each imports all tests.
    """
    files = {argument.partition("::")[0] for argument in config.args}
    if len(files) == 1 and all(file.endswith(".py") for file in files):
        return 0
    return min(8, (os.cpu_count() or 1) + 1)


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):  # one of several processes
        config.stash[LOCK] = MachineLock(Path(str(config.getoption("basetemp"))).parent)


def pytest_unconfigure(config: pytest.Config) -> None:
    if LOCK in config.stash:
        config.stash[LOCK].close()


@pytest.hookimpl(trylast=True)  # after pytest-randomly has shuffled them
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    runs_slow = config.getoption("slow") or SLOW in os.environ
    for item in items:
        if item.get_closest_marker("slow") and not runs_slow:
            item.add_marker(pytest.mark.skip(reason=f"slow; pass --slow or set {SLOW}=1"))
        file = item.path.relative_to(ROOT / "tests")
        if file.parts[0] in KEPT_TOGETHER:
            item.add_marker(pytest.mark.xdist_group(file.as_posix()))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """Orders long tests first, so that no process ends on one, and lonely ones last."""
    if item.get_closest_marker("alone"):
        return 2
    return 0 if item.get_closest_marker("timeout") else 1


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before pytest-timeout starts its clock
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    lock = item.config.stash.get(LOCK, None)
    if lock is None:
        return (yield)
    with lock.hold(alone=item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture(autouse=True)
def engineroom_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Gives each test, and the processes it starts, an empty home of their own."""
    home = tmp_path_factory.mktemp("engineroom-home")
    monkeypatch.setenv("ENGINEROOM_HOME", str(home))
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", str(home / "models"))
    return home


@pytest.fixture(scope="session")
def test_environments() -> EnvironmentStore:
    """The environments that ``python -m installer test`` has made for the tests."""
    from workers.environments.store import EnvironmentStore

    return EnvironmentStore(ROOT / ".environments")
