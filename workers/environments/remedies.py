"""What to do when a worker says what it lacks: a Python module, a library, an older numpy.

A name that appears on stderr proves nothing: an engine, or a text it was given, can
print what it likes, and an import name is not a package's name. So nothing is installed
that the engine's catalog entry does not declare. For anything else the user is told
what is missing, and which package it probably is, and decides.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workers.base.events import Progress
from workers.environments.missing_dependency import DependencyKind, MissingDependency
from workers.environments.requirements import EnvironmentSpec, distribution
from workers.environments.store import EnvironmentStore
from workers.environments.system_libraries import Library, how_to_get, library_of, this_system

#: Modules whose package has another name. Only used to choose among what is declared,
#: and for a guess that the user is shown.
_PACKAGES = {
    "Crypto": "pycryptodome",
    "PIL": "pillow",
    "_soundfile_data": "soundfile",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "chatterbox": "chatterbox-tts",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "distutils": "setuptools",
    "google.protobuf": "protobuf",
    "hibari": "hibari-tts",
    "piper": "piper-tts",
    "pkg_resources": "setuptools",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


@dataclass(frozen=True, slots=True)
class Install:
    """Install this; the entry declares it.

    Attributes:
        module: What is missing: a module as it was imported, or a library.
        requirement: As the entry declares it.
    """

    module: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Advise:
    """Install nothing; tell the user.

    Attributes:
        module: Likewise.
        package: The package that probably has it; None where there is no guess.
        message: What is missing, where, and what to do.
    """

    module: str
    package: str | None
    message: str


def remedy_for_module(
    module: str,
    requirements: Sequence[str],
    *,
    engine: str,
    installed: Mapping[str, str] | None = None,
) -> Install | Advise:
    """Decide what to do about a missing module. Touches nothing.

    Args:
        module: From :func:`workers.environments.missing_dependency.missing_module`.
        requirements: What the engine's catalog entry declares.
        engine: The engine's name, for the message.
        installed: Top-level module -> package, of the engine's environment as it is, see
            :func:`installed_modules`.
    """
    top = module.partition(".")[0]
    known = (installed or {}).get(top)
    package = known or _PACKAGES.get(module) or _PACKAGES.get(top)
    names = (known,) if known else (package, top)
    candidates = {_normal(name) for name in names if name}
    for requirement in requirements:
        if distribution(requirement) in candidates:
            return Install(module, requirement)
    return _tell(module, package, engine, is_installed=known is not None)


def remedy_for(
    lack: MissingDependency,
    requirements: Sequence[str],
    *,
    engine: str,
    installed: Mapping[str, str] | None = None,
    system: str = "",
) -> Install | Advise:
    """The same for whatever a worker lacks.

    A package that brings a library, or is to be of another version, is installed again where
    the entry declares it; what belongs to the system is told by the name that it has there.

    Args:
        lack: What.
        requirements: What the engine's catalog entry declares.
        engine: The engine's name, for the message.
        installed: See :func:`remedy_for_module`.
        system: See :func:`workers.environments.system_libraries.how_to_get`; this one when empty.
    """
    if lack.kind is DependencyKind.MODULE:
        return remedy_for_module(lack.name, requirements, engine=engine, installed=installed)
    if lack.kind is DependencyKind.OLDER_NUMPY:
        declared = _declared("numpy", requirements)
        return Install("numpy", declared) if declared else Advise("numpy", "numpy", _old(engine))
    name = lack.name or "espeak"
    library = library_of(name)
    packages = library.python if library is not None else ()
    declared = next(filter(None, (_declared(it, requirements) for it in packages)), None)
    if declared is not None:
        return Install(name, declared)
    told = f"{engine} needs the library {lack.name}, which is missing or incompatible"
    if lack.kind is DependencyKind.ESPEAK_DATA:
        told = f"{engine} can't find the eSpeak data for converting text to sounds"
    present = {_normal(package) for package in (installed or {}).values()}
    package = next((it for it in packages if it in present), None)
    if package is not None:
        told += f". Its package {package!r} is in {engine}'s environment but may be damaged"
        return Advise(name, package, f"{told}: reinstall the engine.")
    return _tell_library(name, library, told, system or this_system())


def _declared(package: str, requirements: Sequence[str]) -> str | None:
    return next((it for it in requirements if distribution(it) == package), None)


def _old(engine: str) -> str:
    return (
        f"{engine} needs NumPy 1, but its environment has NumPy 2. Its catalog entry doesn't "
        "set a version: add 'numpy<2' to the entry's 'requirements' and reinstall the engine."
    )


def _tell_library(name: str, library: Library | None, told: str, system: str) -> Advise:
    how = how_to_get(library, system) if library is not None else ""
    packages = library.python if library is not None else ()
    package = packages[0] if packages else None
    message = (
        f"{told}: {how}." if how else (f"{told}: install it with your system's package manager.")
    )
    if package:
        message += (
            f" The Python package {package!r} also provides it. If you trust that package, add "
            "it to the entry's 'requirements'."
        )
    return Advise(name, package, message)


def install(
    remedy: Install,
    store: EnvironmentStore,
    environment: str,
    declared: EnvironmentSpec,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Path:
    """Carry out a remedy, in the engine's own environment and nowhere else.

    Where the engine has no environment yet, it gets one that holds all it declares.

    Args:
        remedy: From :func:`remedy_for_module`.
        store: Where environments are.
        environment: The engine's.
        declared: By its catalog entry.
        progress: Called on this thread.
        cancelled: Set it to stop.

    Returns:
        The environment's interpreter: the worker is to be started with it again, once.

    Raises:
        EnvironmentFailed: It could not be installed.
        ValueError: The remedy is not one of the requirements.
    """
    if remedy.requirement not in declared.requirements:
        raise ValueError(
            f"{remedy.requirement!r} isn't in the entry's requirements and won't be installed"
        )
    if not store.is_complete(environment, declared.requirements):
        return store.create(
            environment,
            declared.requirements,
            overrides=declared.overrides,
            python_range=declared.python_range,
            torch=declared.torch() if declared.torch is not None else None,
            progress=progress,
            cancelled=cancelled,
        )
    return store.reinstall(environment, remedy.requirement, progress=progress, cancelled=cancelled)


def _tell(module: str, package: str | None, engine: str, *, is_installed: bool) -> Advise:
    missing = f"{engine} needs the Python module {module!r}, which is missing."
    if is_installed:
        message = (
            f"{missing} Its package {package!r} is in {engine}'s environment but is damaged or "
            "has the wrong version: remove the environment and reinstall the engine."
        )
    elif module.partition(".")[0] in sys.stdlib_module_names:
        message = (
            f"{missing} It's part of Python: the interpreter of {engine}'s environment is "
            "incomplete or its version no longer includes it."
        )
    else:
        likely = f"probably the package {package!r}" if package else "no known package"
        message = (
            f"{missing} The catalog entry doesn't list it, so nothing was installed. Provided "
            f"by: {likely}. If you trust the package, add it to the entry's 'requirements'."
        )
    return Advise(module, package, message)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
