from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.installed_packages import installed_modules
from workers.environments.marker import Marker, environment_of, site_packages_in
from workers.environments.missing_dependency import missing_module
from workers.environments.remedies import (
    Advise,
    Install,
    install,
    remedy_for_module,
)
from workers.environments.requirements import EnvironmentSpec
from workers.environments.store import EnvironmentStore
from workers.environments.torch_build import choose_torch

_DECLARED = ["hibari-tts==0.2.1", "soundfile>=0.12", "PyYAML", "kokoro_onnx==0.6.1"]


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("ModuleNotFoundError: No module named 'numpy'", "numpy"),
        ("ModuleNotFoundError: No module named 'google.protobuf'", "google.protobuf"),
        ("ModuleNotFoundError: No module named 'a.b'; 'a' is not a package", "a.b"),
        ("load failed: ModuleNotFoundError: No module named '_x'", "_x"),
        ("ModuleNotFoundError: No module named 'x; rm -rf'", None),
        ("ModuleNotFoundError: No module named '../x'", None),
        ("ModuleNotFoundError: No module named '--index-url'", None),
        ("ModuleNotFoundError: No module named ''", None),
        ("MyModuleNotFoundError: No module named 'numpy'", None),
        ("ImportError: cannot import name 'x' from 'numpy'", None),
        ("No module named 'numpy'", None),
        ("", None),
    ],
)
def test_missing_module_is_read_from_a_line(line: str, module: str | None) -> None:
    assert missing_module(line) == module


def test_missing_module_matches_the_message_of_python(tmp_path: Path) -> None:
    code = "import not_there_at_all.deep"
    ended = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    found = [missing_module(line) for line in ended.stderr.splitlines()]
    assert [name for name in found if name] == ["not_there_at_all"]


@pytest.mark.parametrize(
    ("module", "requirement"),
    [
        ("hibari", "hibari-tts==0.2.1"),
        ("hibari.g2p", "hibari-tts==0.2.1"),
        ("soundfile", "soundfile>=0.12"),
        ("yaml", "PyYAML"),
        ("kokoro_onnx", "kokoro_onnx==0.6.1"),
    ],
)
def test_declared_package_is_installed(module: str, requirement: str) -> None:
    assert remedy_for_module(module, _DECLARED, engine="Hibari") == Install(module, requirement)


def test_installed_records_override_known_package_names() -> None:
    declared = ["odd-name==1.0", "strange==2.0"]
    assert remedy_for_module(
        "strange", declared, engine="x", installed={"strange": "Odd_Name"}
    ) == (Install("strange", "odd-name==1.0"))


@pytest.mark.parametrize("module", ["requests", "hibari_tts_extras", "tts", "hibar", "sound"])
def test_undeclared_package_is_advice_and_never_installed(module: str) -> None:
    remedy = remedy_for_module(module, _DECLARED, engine="Hibari")
    assert isinstance(remedy, Advise)
    assert remedy.package is None
    assert f"Hibari needs the Python module {module!r}" in remedy.message
    assert "nothing was installed" in remedy.message
    assert "add it to the entry's 'requirements'" in remedy.message


def test_advice_names_the_likely_package() -> None:
    remedy = remedy_for_module("cv2", _DECLARED, engine="Hibari")
    assert isinstance(remedy, Advise)
    assert remedy.package == "opencv-python-headless"
    assert "probably the package 'opencv-python-headless'" in remedy.message


def test_standard_library_module_is_no_package() -> None:
    remedy = remedy_for_module("_ctypes", _DECLARED, engine="Hibari")
    assert isinstance(remedy, Advise)
    assert "part of Python" in remedy.message


def test_module_of_an_installed_package_advises_to_reinstall() -> None:
    remedy = remedy_for_module("numpy", _DECLARED, engine="Hibari", installed={"numpy": "numpy"})
    assert isinstance(remedy, Advise)
    assert "remove the environment and reinstall" in remedy.message


def _is_importable(python: Path, module: str) -> bool:
    command = [str(python), "-I", "-B", "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_install_repairs_a_damaged_environment(store: EnvironmentStore) -> None:
    declared = ["alpha==1.0", "beta"]
    python = store.create("core", declared)
    for lost in python.parent.parent.rglob("alpha.py"):
        lost.unlink()
    assert not _is_importable(python, "alpha")
    remedy = remedy_for_module("alpha", declared, engine="x", installed=installed_modules(python))
    assert isinstance(remedy, Install)
    assert install(remedy, store, "core", EnvironmentSpec(declared)) == python
    assert _is_importable(python, "alpha")
    assert store.is_complete("core", declared)


def test_install_creates_a_missing_environment(
    store: EnvironmentStore,
) -> None:
    python = install(Install("alpha", "alpha"), store, "core", EnvironmentSpec(["alpha", "beta"]))
    assert _is_importable(python, "alpha")
    assert _is_importable(python, "beta")


def test_install_uses_overrides_python_range_and_torch_build(
    store: EnvironmentStore, wheels: Wheels
) -> None:
    for build in ("cpu", "cu130"):
        wheels.add("torch", f"2.13.0+{build}")
    wheels.add("talker", requires="alpha>=1.5")
    declared = EnvironmentSpec(
        ["talker", "torch"],
        ["alpha==1.0"],
        f">={sys.version_info.major}.{sys.version_info.minor}",
        lambda: choose_torch([], [], "linux"),
    )
    python = install(Install("talker", "talker"), store, "core", declared)
    records = {
        path.name for path in site_packages_in(environment_of(python))[0].glob("*.dist-info")
    }
    assert {"alpha-1.0.dist-info", "torch-2.13.0+cpu.dist-info"} <= records
    held = Marker.read(environment_of(python))
    assert held is not None
    assert (held.contents.overrides, held.contents.python) == (
        ("alpha==1.0",),
        declared.python_range,
    )


def test_install_rejects_an_undeclared_requirement(store: EnvironmentStore) -> None:
    with pytest.raises(
        ValueError, match="'beta' isn't in the entry's requirements and won't be installed"
    ):
        install(Install("beta", "beta"), store, "core", EnvironmentSpec(["alpha"]))
    assert store.interpreter("core") is None


def test_installed_modules_maps_modules_to_packages(
    store: EnvironmentStore, wheels: Wheels
) -> None:
    python = store.create("core", ["alpha"])
    assert installed_modules(python) == {"alpha": "alpha"}
