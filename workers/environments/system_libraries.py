"""Native libraries: which system package, or Python package, provides each.

Package names of Debian 12, Fedora 42, Arch Linux, and Homebrew.
"""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

_APT, _DNF, _PACMAN, _BREW = (
    "sudo apt install",
    "sudo dnf install",
    "sudo pacman -S",
    "brew install",
)


@dataclass(frozen=True, slots=True)
class Library:
    """A native library.

    Attributes:
        stems: How its file names start, in lower case and without ``lib``.
        python: Normalized names of Python packages that provide it.
        debian: Package of Debian and its derivatives; empty if none.
        fedora: Likewise.
        arch: Likewise.
        homebrew: Likewise.
        page: Download page for systems without a package.
    """

    stems: tuple[str, ...]
    python: tuple[str, ...] = ()
    debian: str = ""
    fedora: str = ""
    arch: str = ""
    homebrew: str = ""
    page: str = ""


#: The first match counts.
_LIBRARIES = (
    Library(
        ("sndfile", "_soundfile"),
        ("soundfile",),
        *("libsndfile1", "libsndfile", "libsndfile", "libsndfile"),
        "https://libsndfile.github.io/libsndfile/",
    ),
    Library(
        ("espeak",),
        ("espeakng-loader",),
        *("espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
        "https://github.com/espeak-ng/espeak-ng/releases",
    ),
    Library(
        # If onnxruntime's library fails to load, Microsoft's runtime is missing:
        # https://onnxruntime.ai/docs/install/#requirements
        ("vcruntime", "msvcp", "concrt", "vcomp", "onnxruntime_pybind11"),
        ("msvc-runtime",),
        page="https://aka.ms/vs/17/release/vc_redist.x64.exe",
    ),
    Library(
        ("cudnn",),
        ("nvidia-cudnn-cu12", "nvidia-cudnn-cu13"),
        page="https://developer.nvidia.com/cudnn",
    ),
    Library(
        ("cublas",),
        ("nvidia-cublas-cu12", "nvidia-cublas"),
        page="https://developer.nvidia.com/cuda-downloads",
    ),
    Library(
        ("portaudio", "_sounddevice"),
        ("sounddevice",),
        *("libportaudio2", "portaudio", "portaudio", "portaudio"),
        "https://www.portaudio.com/",
    ),
    Library(("gomp",), (), "libgomp1", "libgomp", "gcc-libs", "libomp"),
    Library(("gl.", "gl-"), (), "libgl1", "libglvnd-glx", "libglvnd"),
    Library(
        ("avcodec", "avformat", "avutil", "swresample", "torchcodec"),
        (),
        *("ffmpeg", "ffmpeg-free", "ffmpeg", "ffmpeg"),
        "https://ffmpeg.org/download.html",
    ),
)


def library_of(file: str) -> Library | None:
    """Returns the library of a file such as ``libsndfile.so.1``; None if unknown."""
    stem = file.lower().removeprefix("lib")
    for library in _LIBRARIES:
        if stem.startswith(library.stems):
            return library
    return None


def how_to_get(library: Library, system: str) -> str:
    """Returns how to install a library, as a clause; empty if unknown.

    Args:
        library: The library.
        system: From :func:`this_system`.
    """
    commands = {
        "debian": (_APT, library.debian),
        "fedora": (_DNF, library.fedora),
        "arch": (_PACMAN, library.arch),
        "darwin": (_BREW, library.homebrew),
        "linux": (_APT, library.debian),
    }
    command, package = commands.get(system, ("", ""))
    if package:
        # Other Linux systems use other names, which this one helps to find.
        return f"install it with `{command} {package}` or your system's package manager"
    return f"get it from {library.page}" if library.page else ""


def this_system() -> str:
    """Returns ``debian``, ``fedora``, ``arch`` (or derivatives), ``linux``, or the platform."""
    if sys.platform != "linux":
        return sys.platform
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "linux"
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    for family in ("debian", "fedora", "arch"):
        if family in names:
            return family
    return "debian" if "ubuntu" in names else "linux"
