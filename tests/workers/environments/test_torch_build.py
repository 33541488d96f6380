"""Choosing a PyTorch build, over plain data."""

from __future__ import annotations

import pytest

from tests.support.nvml_standin import NvmlStandIn
from workers.devices.nvml import NvmlProbe
from workers.devices.probe import Backend, DeviceReading
from workers.environments.torch_build import TorchBuild, choose_torch, torch_for_machine
from workers.environments.torch_table import ARCHITECTURES, BUILDS

GB = 2**30
MEMORY = DeviceReading(0, "system", "Memory", "system", GB, 0, GB, backend="cpu")


def gpu(
    name: str = "GeForce RTX 4070",
    capability: tuple[int, int] | None = (8, 9),
    driver: str = "570.86.16",
    backend: Backend = "cuda",
) -> DeviceReading:
    return DeviceReading(
        0, name, name, "gpu", GB, 0, GB, backend=backend, driver=driver, capability=capability
    )


@pytest.mark.parametrize(
    ("torch", "capability", "driver", "backend"),
    [
        ("torch==2.11.0", (8, 9), "580.65", "cu130"),
        ("torch==2.11.0", (8, 9), "570.86.16", "cu128"),
        ("torch==2.11.0", (6, 1), "580.65", "cu126"),  # GTX 1060: unsupported by CUDA 13.
        ("torch==2.11.0", (7, 0), "580.65", "cu126"),  # Volta: no longer in 12.8.
        ("torch==2.10.0", (7, 0), "570.86.16", "cu128"),  # Volta: still in 12.8.
        ("torch==2.6.0", (8, 6), "580.65", "cu126"),
        ("torch==2.6.0+cu124", (8, 6), "580.65", "cu126"),
        ("torch==2.3.1", (8, 6), "580.65", "cu121"),
        ("torch==2.3.1", (8, 6), "470.1", "cu118"),
        ("torch>=2.5", (8, 9), "580.65", "cu132"),
        ("torch>=2.5", (6, 1), "580.65", "cu126"),
        ("torch>=2.5,<2.8", (12, 0), "570.86.16", "cu128"),
        ("torch", (12, 1), "580.95.05", "cu132"),
        ("torch", None, "580.65", "cu132"),  # Unknown compute capability.
        ("torch", (8, 9), "", "cu132"),  # Unknown driver.
        ("torch==2.99.0", (8, 9), "580.65", "cu132"),  # Newer than the table.
        ("torch==1.13.1", (8, 9), "580.65", "cu121"),  # Older than the table.
        ("numpy", (8, 9), "580.65", "cu132"),
    ],
)
def test_newest_build_for_driver_and_gpu_is_chosen(
    torch: str, capability: tuple[int, int] | None, driver: str, backend: str
) -> None:
    build = choose_torch([torch], [gpu(capability=capability, driver=driver)], "linux")
    assert (build.backend, build.problem, build.index) == (backend, "", backend)
    with_driver = f" with driver {driver}" if driver else ""
    cuda = f"{backend[2:4]}.{backend[4:]}"
    assert build.reason == f"GeForce RTX 4070{with_driver} supports CUDA {cuda}."


def test_too_new_gpu_is_a_problem() -> None:
    build = choose_torch(["torch==2.6.0"], [gpu("GeForce RTX 5090", (12, 0))], "linux")
    assert build.backend == "cpu"
    assert build.problem == (
        "GeForce RTX 5090 is too new for PyTorch 2.6 (no support for compute capability 12.0). "
        "The engine would run on the CPU."
    )


def test_too_old_gpu_is_a_problem() -> None:
    build = choose_torch(["torch==2.15.0"], [gpu("GTX 960", (5, 2), "580.65")], "win32")
    assert (build.backend, build.index) == ("cpu", "")
    assert build.problem.startswith("GTX 960 is too old for PyTorch 2.15 (no support for compute")


def test_too_old_driver_names_the_minimum() -> None:
    build = choose_torch(["torch==2.15.0"], [gpu(driver="551.23")], "win32")
    assert build.backend == "cpu"
    assert build.problem == (
        "PyTorch 2.15 needs NVIDIA driver 580 or newer for GeForce RTX 4070 (installed: 551.23). "
        "Update the driver. Until then, the engine runs on the CPU."
    )


def test_build_supports_both_of_two_gpus() -> None:
    both = [gpu("GeForce RTX 5090", (12, 0), "580.65"), gpu("GTX 1080", (6, 1), "580.65")]
    build = choose_torch(["torch==2.11.0"], both, "linux")
    assert (build.backend, build.problem) == ("cu130", "")  # No build supports both: the newest.
    both[0] = gpu("GeForce RTX 4070", (8, 9), "580.65")
    assert choose_torch(["torch==2.11.0"], both, "linux").backend == "cu126"


@pytest.mark.parametrize(
    ("torch", "system", "backend"),
    [
        ("torch==2.9.1", "linux", "rocm6.4"),
        ("torch", "linux", "rocm7.2"),
        ("torch", "win32", "cpu"),
    ],
)
def test_rocm_build_is_chosen_for_amd_on_linux(torch: str, system: str, backend: str) -> None:
    radeon = gpu("Radeon RX 7900", None, "", "rocm")
    assert choose_torch([torch], [radeon], system).backend == backend


def test_cpu_build_without_gpu_and_single_build_on_mac() -> None:
    linux, windows = (choose_torch(["torch"], [MEMORY], system) for system in ("linux", "win32"))
    assert (linux.backend, linux.index, linux.problem) == ("cpu", "cpu", "")
    assert (windows.backend, windows.index) == ("cpu", "")
    apple = DeviceReading(0, "system", "M4", "system", GB, 0, GB, backend="mps")
    mac = choose_torch(["torch"], [apple], "darwin")
    assert (mac.backend, mac.index) == ("mps", "")
    assert mac.for_version("2.6.0").backend == "mps"


def test_for_version_chooses_for_the_same_gpus() -> None:
    build = choose_torch([], [gpu(driver="580.65")], "linux")
    assert build.backend == "cu132"
    assert build.for_version("2.6.0").backend == "cu126"
    assert build.for_version("2.11.0+cpu").backend == "cu130"


@pytest.mark.parametrize(
    ("backend", "stays"),
    [
        ("cu132", True),
        ("cu126", True),
        ("cu130", True),
        ("", True),
        ("cpu", False),
        ("rocm7.2", False),
    ],
)
def test_supported_build_may_stay(backend: str, stays: bool) -> None:
    build = choose_torch(["torch"], [gpu(driver="580.65")], "linux")
    assert build.may_keep(backend, "2.13.0") is stays


def test_build_without_a_gpu_stays_and_unsupported_goes() -> None:
    new = choose_torch(["torch"], [gpu("GeForce RTX 5090", (12, 0), "580.65")], "linux")
    assert not new.may_keep("cu126", "2.13.0")
    assert choose_torch(["torch"], [MEMORY], "linux").may_keep("cu126", "2.13.0")


def test_every_build_in_the_table_has_architectures_and_driver() -> None:
    builds = {build for row in BUILDS.values() for build in row}
    assert {build for build in builds if build.startswith("cu")} == set(ARCHITECTURES)
    assert all(any(build.startswith("rocm") for build in row) for row in BUILDS.values())


def test_torch_for_machine_reads_the_probe(nvml_standin: NvmlStandIn) -> None:
    nvml_standin.set_driver("580.95.05")
    nvml_standin.set_capability(6, 1)
    probe = NvmlProbe()
    build = torch_for_machine(["torch==2.13.0"], probe)
    probe.close()
    assert isinstance(build, TorchBuild)
    assert build.backend in ("cu126", "mps")
