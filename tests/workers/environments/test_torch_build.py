"""Which build of torch a machine gets, decided over plain data."""

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
        ("torch==2.11.0", (6, 1), "580.65", "cu126"),  # a GTX 1060: CUDA 13 has lost it
        ("torch==2.11.0", (7, 0), "580.65", "cu126"),  # 12.8 has lost Volta by then
        ("torch==2.10.0", (7, 0), "570.86.16", "cu128"),  # and had it before
        ("torch==2.6.0", (8, 6), "580.65", "cu126"),
        ("torch==2.6.0+cu124", (8, 6), "580.65", "cu126"),
        ("torch==2.3.1", (8, 6), "580.65", "cu121"),
        ("torch==2.3.1", (8, 6), "470.1", "cu118"),
        ("torch>=2.5", (8, 9), "580.65", "cu132"),
        ("torch>=2.5", (6, 1), "580.65", "cu126"),
        ("torch>=2.5,<2.8", (12, 0), "570.86.16", "cu128"),
        ("torch", (12, 1), "580.95.05", "cu132"),
        ("torch", None, "580.65", "cu132"),  # it does not say what it can do
        ("torch", (8, 9), "", "cu132"),  # nor how old its driver is
        ("torch==2.99.0", (8, 9), "580.65", "cu132"),  # not in the table yet
        ("torch==1.13.1", (8, 9), "580.65", "cu121"),  # not in it any more
        ("numpy", (8, 9), "580.65", "cu132"),
    ],
)
def test_the_newest_build_that_driver_and_gpu_run(
    torch: str, capability: tuple[int, int] | None, driver: str, backend: str
) -> None:
    build = choose_torch([torch], [gpu(capability=capability, driver=driver)], "linux")
    assert (build.backend, build.problem, build.index) == (backend, "", backend)
    with_driver = f" with driver {driver}" if driver else ""
    cuda = f"{backend[2:4]}.{backend[4:]}"
    assert build.reason == f"GeForce RTX 4070{with_driver} supports CUDA {cuda}."


def test_a_gpu_that_torch_does_not_know_yet_is_told_before_any_download() -> None:
    build = choose_torch(["torch==2.6.0"], [gpu("GeForce RTX 5090", (12, 0))], "linux")
    assert build.backend == "cpu"
    assert build.problem == (
        "GeForce RTX 5090 is too new for torch 2.6, which has no code for its compute capability "
        "12.0: it would run on the processor."
    )


def test_a_gpu_that_torch_has_left_behind() -> None:
    build = choose_torch(["torch==2.15.0"], [gpu("GTX 960", (5, 2), "580.65")], "win32")
    assert (build.backend, build.index) == ("cpu", "")
    assert build.problem.startswith("GTX 960 is too old for torch 2.15, which has no code")


def test_a_driver_that_is_too_old_comes_with_the_one_it_takes() -> None:
    build = choose_torch(["torch==2.15.0"], [gpu(driver="551.23")], "win32")
    assert build.backend == "cpu"
    assert build.problem == (
        "torch 2.15 needs NVIDIA's driver 580 or newer for GeForce RTX 4070, whose driver is "
        "551.23: update the driver. Until then it would run on the processor."
    )


def test_of_two_gpus_both_count() -> None:
    both = [gpu("GeForce RTX 5090", (12, 0), "580.65"), gpu("GTX 1080", (6, 1), "580.65")]
    build = choose_torch(["torch==2.11.0"], both, "linux")
    assert (build.backend, build.problem) == ("cu130", "")  # none runs on both: the newest
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
def test_amd(torch: str, system: str, backend: str) -> None:
    radeon = gpu("Radeon RX 7900", None, "", "rocm")
    assert choose_torch([torch], [radeon], system).backend == backend


def test_without_a_gpu_and_on_a_mac() -> None:
    linux, windows = (choose_torch(["torch"], [MEMORY], it) for it in ("linux", "win32"))
    assert (linux.backend, linux.index, linux.problem) == ("cpu", "cpu", "")
    assert (windows.backend, windows.index) == ("cpu", "")
    apple = DeviceReading(0, "system", "M4", "system", GB, 0, GB, backend="mps")
    mac = choose_torch(["torch"], [apple], "darwin")
    assert (mac.backend, mac.index) == ("mps", "")
    assert mac.for_version("2.6.0").backend == "mps"


def test_a_version_that_is_known_later_is_chosen_for_the_same_machine() -> None:
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
def test_a_build_that_serves_stays(backend: str, stays: bool) -> None:
    build = choose_torch(["torch"], [gpu(driver="580.65")], "linux")
    assert build.may_keep(backend, "2.13.0") is stays


def test_a_build_that_does_not_know_a_new_gpu_goes_and_one_without_its_gpu_stays() -> None:
    new = choose_torch(["torch"], [gpu("GeForce RTX 5090", (12, 0), "580.65")], "linux")
    assert not new.may_keep("cu126", "2.13.0")
    assert choose_torch(["torch"], [MEMORY], "linux").may_keep("cu126", "2.13.0")


def test_every_build_of_the_table_has_what_is_asked_of_it() -> None:
    builds = {build for row in BUILDS.values() for build in row}
    assert {build for build in builds if build.startswith("cu")} == set(ARCHITECTURES)
    assert all(any(build.startswith("rocm") for build in row) for row in BUILDS.values())


def test_the_machine_itself_is_asked(nvml_standin: NvmlStandIn) -> None:
    nvml_standin.set_driver("580.95.05")
    nvml_standin.set_capability(6, 1)
    probe = NvmlProbe()
    build = torch_for_machine(["torch==2.13.0"], probe)
    probe.close()
    assert isinstance(build, TorchBuild)
    assert build.backend in ("cu126", "mps")
