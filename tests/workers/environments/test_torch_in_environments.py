"""PyTorch builds in environments, with small wheels of the same names."""

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
    """Adds an engine that requires PyTorch in its metadata, but not in its entry."""
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


def test_local_wheel_takes_precedence_over_a_newer_version(
    store: EnvironmentStore, engine: str
) -> None:
    plan = store.plan("core", [engine], torch=CPU)
    assert [f"{package.name}=={package.version}" for package in plan.packages] == [
        *("talker==1.0", "torch==2.13.0+cpu")
    ]
    assert (plan.torch, plan.torch_problem) == ("cpu", "")
    assert plan.torch_reason == "This computer has no GPU that PyTorch supports."
    assert _version(store.create("core", [engine], torch=CPU)) == "2.13.0+cpu"


def test_engine_without_torch_gets_none(store: EnvironmentStore, engine: str) -> None:
    plan = store.plan("core", ["alpha==1.0"], torch=CPU)
    assert [package.name for package in plan.packages] == ["alpha"]
    assert (plan.torch, plan.torch_reason) == ("", "")
    store.create("core", ["alpha==1.0"], torch=CPU)
    assert store.plan("core", ["alpha==1.0"], torch=_for_gpu()).torch == ""


def test_no_build_is_chosen_without_a_request(store: EnvironmentStore, engine: str) -> None:
    assert _version(store.create("core", [engine])) == "2.14.0"
    assert store.plan("core", [engine]).torch == ""


def test_build_for_the_gpu_is_installed(offline: EnvironmentStore, engine: str) -> None:
    python = offline.create("core", [engine, "torch==2.13.0"], torch=_for_gpu())
    # The newest CUDA would be 13.2, but without an index the folder decides.
    assert _version(python) == "2.13.0+cu130"


def test_suitable_build_stays_and_other_is_replaced(
    offline: EnvironmentStore, wheels: Wheels, engine: str
) -> None:
    offline.create("core", [engine], torch=CPU)
    assert offline.plan("core", [engine], torch=CPU).packages == ()
    build = TorchBuild("cu130", "It has one now.", "", _for_gpu().gpus, "linux")
    plan = offline.plan("core", [engine], torch=build)
    assert [package.version for package in plan.packages] == ["2.13.0+cu130"]
    assert _version(offline.create("core", [engine], torch=build)) == "2.13.0+cu130"
    # The GPU is off: the build stays, and new packages don't replace it.
    kept = offline.plan("core", [engine], torch=CPU)
    assert (kept.packages, kept.torch) == ((), "cu130")
    wheels.add("gamma", requires="torch")
    assert _version(offline.create("core", ["gamma"], torch=CPU)) == "2.13.0+cu130"
    assert _version(offline.create("core", ["alpha"])) == "2.13.0+cu130"
    offline.rollback("core")
    assert offline.plan("core", [engine], torch=CPU).torch == "cu130"


def test_plan_has_the_torch_problem(offline: EnvironmentStore, engine: str) -> None:
    new = _for_gpu(capability=(19, 0))
    plan = offline.plan("core", [engine], torch=new)
    assert plan.torch == "cpu"
    assert plan.torch_problem.startswith("GeForce RTX 4070 is too new for PyTorch")


def test_unreachable_torch_index_fails_with_advice(
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


def test_real_torch_installs_from_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = uv_settings().variables.get("UV_FIND_LINKS", "").split(",")
    if not any(list(Path(folder).glob("torch-2.13.0+cpu-*.whl")) for folder in folders if folder):
        pytest.skip("pip is set to no folder with a wheel of torch 2.13.0 for the processor")
    store = EnvironmentStore(tmp_path / "environments")
    plan = store.plan("torch", ["torch>=2.5"], torch=CPU)
    assert ("torch", "2.13.0+cpu") in {(package.name, package.version) for package in plan.packages}
    assert 100_000_000 < sum(package.size_bytes for package in plan.packages) < 400_000_000
    python = store.create("torch", ["torch>=2.5"], torch=CPU)
    code = "import torch; print(torch.__version__, torch.ones(3).sum().item())"
    result = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["2.13.0+cpu", "3.0"]
    store.remove("torch")  # Gigabytes that no other test needs.
