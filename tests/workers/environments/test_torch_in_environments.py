"""The build of torch that environments get, with small wheels that are called so."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.devices.probe import DeviceReading
from workers.environments.pip_settings import uv_settings
from workers.environments.store import EnvironmentStore
from workers.environments.torch_build import TorchBuild, choose_torch
from workers.errors import EnvironmentFailed

GB = 2**30


def _for_gpu(driver: str = "580.65", capability: tuple[int, int] = (8, 9)) -> TorchBuild:
    gpu = DeviceReading(
        *(0, "GPU-0", "GeForce RTX 4070", "gpu", 8 * GB, 0, 8 * GB),
        driver=driver,
        capability=capability,
    )
    return choose_torch([], [gpu], "linux")


CPU = choose_torch([], [], "linux")


@pytest.fixture
def engine(wheels: Wheels) -> str:
    """An engine that needs torch, as its metadata say and its entry does not."""
    for version in ("2.13.0+cpu", "2.13.0+cu130", "2.13.0", "2.14.0"):
        wheels.add("torch", version)
    wheels.add("talker", requires="torch>=2.5")
    return "talker"


@pytest.fixture
def offline(tmp_path: Path, wheels: Wheels) -> EnvironmentStore:
    return EnvironmentStore(tmp_path / "environments", wheels=wheels.folder)


def _version(python: Path) -> str:
    code = "import torch; print(torch.version)"
    return subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_wheel_in_a_folder_wins_over_a_newer_version(
    store: EnvironmentStore, engine: str
) -> None:
    plan = store.plan("core", [engine], torch=CPU)
    assert [f"{it.name}=={it.version}" for it in plan.packages] == [
        *("talker==1.0", "torch==2.13.0+cpu")
    ]
    assert (plan.torch, plan.torch_problem) == ("cpu", "")
    assert plan.torch_reason == "This computer has no GPU that PyTorch supports."
    assert _version(store.create("core", [engine], torch=CPU)) == "2.13.0+cpu"


def test_an_engine_without_torch_gets_none(store: EnvironmentStore, engine: str) -> None:
    plan = store.plan("core", ["alpha==1.0"], torch=CPU)
    assert [it.name for it in plan.packages] == ["alpha"]
    assert (plan.torch, plan.torch_reason) == ("", "")
    store.create("core", ["alpha==1.0"], torch=CPU)
    assert store.plan("core", ["alpha==1.0"], torch=_for_gpu()).torch == ""


def test_nobody_chooses_where_nothing_is_said(store: EnvironmentStore, engine: str) -> None:
    assert _version(store.create("core", [engine])) == "2.14.0"
    assert store.plan("core", [engine]).torch == ""


def test_the_build_for_the_gpu(offline: EnvironmentStore, engine: str) -> None:
    python = offline.create("core", [engine, "torch==2.13.0"], torch=_for_gpu())
    # The newest CUDA would be 13.2: what the folder has decides, since there is no index.
    assert _version(python) == "2.13.0+cu130"


def test_one_that_serves_stays_and_one_that_does_not_goes(
    offline: EnvironmentStore, wheels: Wheels, engine: str
) -> None:
    offline.create("core", [engine], torch=CPU)
    assert offline.plan("core", [engine], torch=CPU).packages == ()
    build = TorchBuild("cu130", "It has one now.", "", _for_gpu().gpus, "linux")
    plan = offline.plan("core", [engine], torch=build)
    assert [it.version for it in plan.packages] == ["2.13.0+cu130"]
    assert _version(offline.create("core", [engine], torch=build)) == "2.13.0+cu130"
    # The GPU is off today: it stays, and what comes into the environment does not bring another.
    kept = offline.plan("core", [engine], torch=CPU)
    assert (kept.packages, kept.torch) == ((), "cu130")
    wheels.add("gamma", requires="torch")
    assert _version(offline.create("core", ["gamma"], torch=CPU)) == "2.13.0+cu130"
    assert _version(offline.create("core", ["alpha"])) == "2.13.0+cu130"
    offline.rollback("core")
    assert offline.plan("core", [engine], torch=CPU).torch == "cu130"


def test_a_problem_is_in_the_plan(offline: EnvironmentStore, engine: str) -> None:
    new = _for_gpu(capability=(19, 0))
    plan = offline.plan("core", [engine], torch=new)
    assert plan.torch == "cpu"
    assert plan.torch_problem.startswith("GeForce RTX 4070 is too new for torch")


def test_an_index_that_cannot_be_reached_is_told_with_what_to_do(
    store: EnvironmentStore, wheels: Wheels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels.add("torch", "2.13.0")
    index = tmp_path / "index"
    index.mkdir()
    (tmp_path / "pip.conf").write_text(
        f"[global]\nindex-url = {index.as_uri()}\nfind-links = {wheels.folder}\n"
    )
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with pytest.raises(EnvironmentFailed, match=r"check that download\.pytorch\.org is reachable"):
        store.create("core", ["torch"], torch=_for_gpu())
    assert store.interpreter("core") is None


def test_the_real_torch_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = uv_settings().variables.get("UV_FIND_LINKS", "").split(",")
    if not any(list(Path(folder).glob("torch-2.13.0+cpu-*.whl")) for folder in folders if folder):
        pytest.skip("pip is set to no folder with a wheel of torch 2.13.0 for the processor")
    store = EnvironmentStore(tmp_path / "environments")
    plan = store.plan("torch", ["torch>=2.5"], torch=CPU)
    assert ("torch", "2.13.0+cpu") in {(it.name, it.version) for it in plan.packages}
    assert 100_000_000 < sum(it.size_bytes for it in plan.packages) < 400_000_000
    python = store.create("torch", ["torch>=2.5"], torch=CPU)
    code = "import torch; print(torch.__version__, torch.ones(3).sum().item())"
    told = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["2.13.0+cpu", "3.0"]
    store.remove("torch")  # gigabytes that nobody else needs
