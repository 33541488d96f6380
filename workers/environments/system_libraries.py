"""Libraries that are no Python: which package of a system, or of Python, brings each.

Names of packages as Debian 12, Fedora 42, Arch Linux and Homebrew have them.
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
    """A library, under all its files' names.

    Attributes:
        stems: What the files' names begin with, in lower case and without ``lib``.
        python: Packages of Python that bring it, normalised.
        debian: Package of Debian and what is made of it; empty where there is none.
        fedora: Likewise.
        arch: Likewise.
        homebrew: Likewise.
        page: Where whoever has no package for it gets it.
    """

    stems: tuple[str, ...]
    python: tuple[str, ...] = ()
    debian: str = ""
    fedora: str = ""
    arch: str = ""
    homebrew: str = ""
    page: str = ""


#: The first whose stem fits counts.
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
        # onnxruntime's own library is there; what it stands on, of Microsoft, is mostly not:
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
    """The library that a file belongs to, such as ``libsndfile.so.1``; None for one not known."""
    stem = file.lower().removeprefix("lib")
    for library in _LIBRARIES:
        if stem.startswith(library.stems):
            return library
    return None


def how_to_get(library: Library, system: str) -> str:
    """What to do to have a library, in one clause; empty where nobody knows.

    Args:
        library: Which.
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
        # Others than the three have it under another name, which this one helps to find.
        return f"install it with `{command} {package}` or your system's package manager"
    return f"get it from {library.page}" if library.page else ""


def this_system() -> str:
    """``debian``, ``fedora`` or ``arch`` and what is made of them, ``linux``, or the platform."""
    if sys.platform != "linux":
        return sys.platform
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return "linux"
    names = {told.get("ID", ""), *told.get("ID_LIKE", "").split()}
    for family in ("debian", "fedora", "arch"):
        if family in names:
            return family
    return "debian" if "ubuntu" in names else "linux"
