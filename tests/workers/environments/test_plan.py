"""Plans of environments."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.marker import FILE_NAME, Marker
from workers.environments.plan import EnvironmentPlan
from workers.environments.pylock import download_sizes
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


def _named(plan: EnvironmentPlan) -> list[str]:
    return [f"{package.name}=={package.version}" for package in plan.packages]


def test_plan_has_versions_and_sizes_and_changes_nothing(
    store: EnvironmentStore, wheels: Wheels, tmp_path: Path
) -> None:
    wheels.add("gamma", requires="beta")
    plan = store.plan("core", ["alpha==1.0", "gamma"], shared_with=["lark"])
    assert _named(plan) == ["alpha==1.0", "beta==1.0", "gamma==1.0"]
    sizes = [
        (wheels.folder / f"{package.name}-1.0-py3-none-any.whl").stat().st_size
        for package in plan.packages
    ]
    assert [package.size_bytes for package in plan.packages] == sizes
    assert plan.download_bytes == sum(sizes)
    assert (plan.name, plan.torch, plan.torch_problem, plan.shared_with) == (
        *("core", "", "", ("lark",)),
    )
    assert plan.python_download == ""
    assert not (tmp_path / "environments").exists()


def test_plan_lists_missing_packages_only(store: EnvironmentStore) -> None:
    store.create("core", ["alpha==1.0"])
    before = store.size_bytes("core")
    assert _named(store.plan("core", ["beta"])) == ["beta==1.0"]
    assert _named(store.plan("core", ["alpha==2.0"])) == ["alpha==2.0"]
    assert store.plan("core", ["alpha==1.0"]).packages == ()
    assert store.size_bytes("core") == before
    assert not store.can_roll_back("core")


def test_plan_marks_cached_packages(store: EnvironmentStore, wheels: Wheels) -> None:
    store.create("other", ["alpha==1.0"])
    plan = store.plan("core", ["alpha==1.0", "beta"])
    assert [(package.name, package.is_cached) for package in plan.packages] == [
        ("alpha", True),
        ("beta", False),
    ]
    beta = wheels.folder / "beta-1.0-py3-none-any.whl"
    assert plan.download_bytes == beta.stat().st_size


def test_create_installs_the_planned_versions(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("gamma", requires="alpha==1.0")
    wheels.add("delta", requires="beta")
    overrides = ["alpha==2.0", "beta ; python_version < '3'"]
    plan = store.plan("core", ["gamma", "delta"], overrides=overrides)
    assert _named(plan) == ["alpha==2.0", "delta==1.0", "gamma==1.0"]
    store.create("core", ["gamma", "delta"], overrides=overrides)
    assert store.plan("core", ["gamma", "delta"], overrides=overrides).packages == ()
    # They also apply to engines that share the environment later.
    wheels.add("epsilon", requires="alpha==1.0")
    assert _named(store.plan("core", ["epsilon"])) == ["epsilon==1.0"]


def test_plan_of_a_missing_package_fails_with_advice(
    store: EnvironmentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EnvironmentFailed, match=r"No solution found.*What to do: check the entry"):
        store.plan("core", ["gamma"])
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(EnvironmentFailed, match="Canceled"):
        store.plan("core", ["alpha"], cancelled=cancelled)
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = http://127.0.0.1:9/simple\n")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(EnvironmentFailed, match="What to do: check your network connection"):
        store.plan("core", ["alpha"])
    assert not (tmp_path / "environments").exists()


@pytest.mark.parametrize("overrides", [["--index-url=http://x"], ["-r file"]])
def test_option_is_rejected_as_override(store: EnvironmentStore, overrides: list[str]) -> None:
    for use in (store.plan, store.create):
        with pytest.raises(EnvironmentFailed, match="isn't a requirement such as"):
            use("core", ["alpha"], overrides=overrides)


def test_marker_of_the_first_version_is_read(store: EnvironmentStore, tmp_path: Path) -> None:
    store.create("core", ["alpha==1.0"])
    marker = tmp_path / "environments" / "core" / FILE_NAME
    stored = json.loads(marker.read_text())
    old = {name: stored[name] for name in ("requirements", "python", "complete")}
    marker.write_text(json.dumps(old))
    assert store.is_complete("core", ["alpha==1.0"])
    assert store.plan("core", ["alpha==1.0"]).packages == ()
    store.create("core", ["beta"])
    assert store.is_complete("core", ["alpha==1.0", "beta"])


@pytest.mark.parametrize("content", ["[]", "{}", '{"requirements": 3}', "", "\udcff"])
def test_invalid_marker_counts_as_missing(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content.encode(errors="surrogateescape"))
    assert Marker.read(tmp_path) is None


def test_download_sizes_are_read_from_a_lock_file(tmp_path: Path) -> None:
    wheel = tmp_path / "local file-1.0-py3-none-any.whl"
    wheel.write_bytes(b"12345")
    lock = tmp_path / "pylock.toml"
    lock.write_text(
        'lock-version = "1.0"\n'
        "[[packages]]\n"
        'name = "both"\n'
        'sdist = { url = "https://a.test/both.tar.gz", size = 9 }\n'
        'wheels = [{ url = "https://a.test/both.whl", size = 140049 }]\n'
        '[[packages]]\nname = "source"\nsdist = { url = "https://a.test/s.tar.gz", size = 7 }\n'
        '[[packages]]\nname = "untold"\nwheels = [{ url = "https://a.test/untold.whl" }]\n'
        f'[[packages]]\nname = "local"\nwheels = [{{ url = "{wheel.as_uri()}" }}]\n'
        f'[[packages]]\nname = "path"\nwheels = [{{ path = "{wheel.as_posix()}" }}]\n'
        '[[packages]]\nname = "gone"\nwheels = [{ path = "/nowhere/at/all" }]\n'
    )
    assert download_sizes(lock) == {
        "both": 140049,
        "source": 7,
        "untold": 0,
        "local": 5,
        "path": 5,
        "gone": 0,
    }
