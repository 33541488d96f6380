from __future__ import annotations

import pytest

from workers.environments.missing_dependency import (
    DependencyKind,
    MissingDependency,
    missing_dependency_in,
)
from workers.environments.remedies import Advise, Install, remedy_for
from workers.environments.system_libraries import how_to_get, library_of, this_system


@pytest.mark.parametrize(
    ("file", "system", "says"),
    [
        ("libsndfile.so.1", "debian", "sudo apt install libsndfile1"),
        ("sndfile", "fedora", "sudo dnf install libsndfile"),
        ("libsndfile.dylib", "darwin", "brew install libsndfile"),
        ("libespeak-ng.so.1", "arch", "sudo pacman -S espeak-ng"),
        ("libespeak-ng.dll", "win32", "https://github.com/espeak-ng/espeak-ng/releases"),
        ("VCRUNTIME140_1.dll", "win32", "https://aka.ms/vs/17/release/vc_redist.x64.exe"),
        ("onnxruntime_pybind11_state", "win32", "vc_redist.x64.exe"),
        ("libcudnn_ops.so.9", "debian", "https://developer.nvidia.com/cudnn"),
        ("cublas64_12.dll", "win32", "https://developer.nvidia.com/cuda-downloads"),
        ("libGL.so.1", "debian", "sudo apt install libgl1"),
        ("libgomp.so.1", "linux", "or your system's package manager"),
    ],
)
def test_how_to_get_names_each_systems_package(file: str, system: str, says: str) -> None:
    library = library_of(file)
    assert library is not None
    assert says in how_to_get(library, system)


@pytest.mark.parametrize("file", ["libglow.so", "c10.dll", "GLIBCXX_3.4.29", "libnowhere.so.1", ""])
def test_unknown_library_has_no_package(file: str) -> None:
    assert library_of(file) is None


def test_this_system_has_a_known_name() -> None:
    assert this_system() in ("debian", "fedora", "arch", "linux", "darwin", "win32")


@pytest.mark.parametrize(
    ("line", "lack"),
    [
        (
            "ModuleNotFoundError: No module named 'yaml'",
            MissingDependency(DependencyKind.MODULE, "yaml"),
        ),
        (
            "OSError: sndfile library not found",
            MissingDependency(DependencyKind.LIBRARY, "sndfile"),
        ),
        (
            "RuntimeError: espeak not installed on your system",
            MissingDependency(DependencyKind.ESPEAK_DATA),
        ),
        (
            "ImportError: numpy.core.multiarray failed to import",
            MissingDependency(DependencyKind.OLDER_NUMPY),
        ),
        ("OSError: [WinError 193] %1 is not a valid Win32 application", None),
        ("speaking: OSError, said the library, was not found", None),
        ("A module that was compiled using NumPy 1.x cannot be run in", None),
    ],
)
def test_missing_dependency_is_read_from_a_line(line: str, lack: MissingDependency | None) -> None:
    assert missing_dependency_in(line) == lack


def test_cublas_is_installed_only_if_declared() -> None:
    lack = MissingDependency(DependencyKind.LIBRARY, "libcublas.so.12")
    declared = ["faster-whisper==1.2.1", "nvidia-cublas-cu12; sys_platform != 'darwin'"]
    assert remedy_for(lack, declared, engine="Whisper") == Install(lack.name, declared[1])
    remedy = remedy_for(lack, declared[:1], engine="Whisper", system="debian")
    assert isinstance(remedy, Advise)
    assert remedy.package == "nvidia-cublas-cu12"
    assert remedy.message.startswith("Whisper needs the library libcublas.so.12, which is missing")


def test_unknown_library_is_advised_from_the_system() -> None:
    remedy = remedy_for(
        MissingDependency(DependencyKind.LIBRARY, "libnowhere.so.1"), [], engine="Lark"
    )
    assert isinstance(remedy, Advise)
    assert remedy.message == (
        "Lark needs the library libnowhere.so.1, which is missing or incompatible: install it "
        "with your system's package manager."
    )
